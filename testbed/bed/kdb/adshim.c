/* adshim: a KDB module for MIT krb5 1.20 and 1.21 (DAL 9). It is MIT's own DB2 back end plus those parts of
 * Active Directory's behaviour that DB2 lacks and that S4U across realms needs:
 *   - aliases: one account has several service principal names and a user principal name
 *   - enterprise names, and referrals to other realms, for clients and for servers (RFC 6806)
 *   - the S4U2Proxy policies: classic (allow-to) and resource based (allow-from)
 *   - S4U2Self by certificate (PA-S4U-X509-USER)
 *
 * The protocol engine is MIT's. The rules come from the file that $ADSHIM_RULES names, one a line; they are read
 * again at every look-up, so that a test may change them while the KDC runs. Blank-separated, # starts a comment:
 *   alias      NAME              PRINCIPAL       NAME without realm, or a UPN; names an account of this realm
 *   away       NAME              REALM           UPN or SPN of another domain (Windows asks the global catalog)
 *   suffix     corp.example      REALM           a UPN suffix and its realm
 *   realm      REALM                             a realm this one has a krbtgt for
 *   host       .amer.test        REALM           where SPNs with that host suffix live; the first match counts
 *   allow-to   SERVICE           TARGET          msDS-AllowedToDelegateTo
 *   allow-from TARGET            SERVICE@REALM   msDS-AllowedToActOnBehalfOfOtherIdentity
 *   cert       /path/user.der    PRINCIPAL
 *   sensitive  PRINCIPAL                         never delegated, not even by allow-from
 *
 * Build: gcc -shared -fPIC -DDB2_MODULE='"/usr/lib/.../kdb/db2.so"' -o adshim.so adshim.c -ldl -lkrb5
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <kdb.h>
#include <krb5.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define MAX_CERTIFICATE 16384
#define MAX_NAME 512
#define MAX_SEEN 64

static kdb_vftabl db2;

/* ---------------------------------------------------------------- the rules file */

/* Called with a rule's one or two arguments; not 0 stops the walk. */
typedef int (*rule_visitor)(const char *first, const char *second, void *state);

static int walk_rules(const char *kind, rule_visitor visit, void *state)
{
  const char *path = getenv("ADSHIM_RULES");
  FILE *file = path ? fopen(path, "re") : NULL;
  char line[1200], word[64], first[MAX_NAME], second[MAX_NAME];
  int result = 0;

  if (!file)
    return 0;
  while (!result && fgets(line, sizeof line, file)) {
    *first = *second = 0;
    if (*line == '#' || sscanf(line, "%63s %511s %511s", word, first, second) < 2 || strcmp(word, kind))
      continue;
    result = visit(first, second, state);
  }
  fclose(file);
  return result;
}

struct lookup {
  const char *key;
  char *value;
};

static int match_exactly(const char *first, const char *second, void *state)
{
  struct lookup *lookup = state;

  if (strcasecmp(first, lookup->key))
    return 0;
  lookup->value = strdup(*second ? second : first);
  return 1;
}

/* ".amer.test" matches amer.test and everything below it. */
static int match_suffix(const char *suffix, const char *value, void *state)
{
  struct lookup *lookup = state;
  size_t suffix_length = strlen(suffix), key_length = strlen(lookup->key);
  const char *whole = *suffix == '.' ? suffix + 1 : suffix;
  int below = *suffix == '.' && key_length > suffix_length
      && !strcasecmp(lookup->key + key_length - suffix_length, suffix);

  if (!below && strcasecmp(whole, lookup->key))
    return 0;
  lookup->value = strdup(value);
  return 1;
}

/* The value of the first rule of that kind that matches; the caller frees it. */
static char *find_rule(const char *kind, const char *key, rule_visitor match)
{
  struct lookup lookup = { key, NULL };

  walk_rules(kind, match, &lookup);
  return lookup.value;
}

/* ---------------------------------------------------------------- which SPN was asked for */

/* The KDC hands allowed_to_delegate() the canonical name of the target account, while Active Directory compares
 * the SPN that was asked for. So the last SPN by which each account was looked up is kept; a KDC process works on
 * one TGS request at a time. */
static struct {
  char account[256], spn[256];
} seen[MAX_SEEN];

static void remember_spn(krb5_context context, krb5_const_principal account, const char *spn)
{
  static int next;
  char *name = NULL;
  int i;

  if (krb5_unparse_name(context, account, &name))
    return;
  for (i = 0; i < MAX_SEEN && strcmp(seen[i].account, name); i++)
    ;
  if (i == MAX_SEEN) {
    i = next++ % MAX_SEEN;
    snprintf(seen[i].account, sizeof seen[i].account, "%s", name);
  }
  snprintf(seen[i].spn, sizeof seen[i].spn, "%s", spn);
  krb5_free_unparsed_name(context, name);
}

static const char *spn_asked_for(const char *account)
{
  for (int i = 0; i < MAX_SEEN; i++)
    if (!strcmp(seen[i].account, account))
      return seen[i].spn;
  return account;
}

/* ---------------------------------------------------------------- looking principals up */

static krb5_error_code get_by_name(krb5_context context, const char *name, unsigned int flags, krb5_db_entry **entry)
{
  krb5_principal principal;
  krb5_error_code result = krb5_parse_name(context, name, &principal);

  if (result)
    return result;
  result = db2.get_principal(context, principal, flags, entry);
  krb5_free_principal(context, principal);
  return result;
}

/* A referral to another realm. For a client: a stub entry of that realm, whereupon the KDC answers WRONG_REALM.
 * For a server: the entry of krbtgt/REALM of our own realm. */
static krb5_error_code refer_to(krb5_context context, krb5_const_principal asked, const char *realm,
                                unsigned int flags, krb5_db_entry **entry)
{
  krb5_error_code result;
  krb5_principal krbtgt;
  krb5_db_entry *stub;

  if (!(flags & KRB5_KDB_FLAG_REFERRAL_OK))
    return KRB5_KDB_NOENTRY;
  if (flags & KRB5_KDB_FLAG_CLIENT) {
    if (!(stub = calloc(1, sizeof *stub)))
      return KRB5_KDB_NOENTRY;
    result = krb5_build_principal(context, &stub->princ, strlen(realm), realm, "referral", (char *)NULL);
    if (result)
      free(stub);
    else
      *entry = stub;
    return result;
  }
  result = krb5_build_principal(context, &krbtgt, asked->realm.length, asked->realm.data, "krbtgt", realm,
                                (char *)NULL);
  if (result)
    return result;
  result = db2.get_principal(context, krbtgt, flags, entry);
  krb5_free_principal(context, krbtgt);
  return result;
}

/* The realm a UPN belongs to: as the global catalog knows it, else by its suffix. NULL if nobody knows. */
static char *realm_of_upn(const char *upn, const char *suffix, const char *own_realm)
{
  char *realm = find_rule("away", upn, match_exactly);

  if (!realm)
    realm = find_rule("realm", suffix, match_exactly);
  if (!realm)
    realm = find_rule("suffix", suffix, match_exactly);
  if (!realm && !strcasecmp(suffix, own_realm))
    realm = strdup(own_realm);
  return realm;
}

/* NAME is "user@suffix" and no alias as a whole. */
static krb5_error_code get_by_upn(krb5_context context, krb5_const_principal asked, char *name, char *at,
                                  const char *own_realm, unsigned int flags, krb5_db_entry **entry)
{
  char *realm = realm_of_upn(name, at + 1, own_realm), *account = NULL;
  krb5_error_code result = KRB5_KDB_NOENTRY;

  if (realm && strcmp(realm, own_realm)) {
    result = refer_to(context, asked, realm, flags, entry);
  } else if (realm) {
    *at = 0;
    account = find_rule("alias", name, match_exactly);
    if (!account && asprintf(&account, "%s@%s", name, own_realm) < 0)
      account = NULL;
    if (account)
      result = get_by_name(context, account, flags, entry);
  }
  free(account);
  free(realm);
  return result;
}

/* NAME is "class/host..." and no account of ours. */
static krb5_error_code get_by_spn(krb5_context context, krb5_const_principal asked, const char *name,
                                  const char *own_realm, unsigned int flags, krb5_db_entry **entry)
{
  char *realm = find_rule("away", name, match_exactly), *host;
  krb5_error_code result = KRB5_KDB_NOENTRY;

  if (!realm && (host = strndup(asked->data[1].data, asked->data[1].length))) {
    realm = find_rule("host", host, match_suffix);
    free(host);
  }
  if (realm && strcmp(realm, own_realm))
    result = refer_to(context, asked, realm, flags, entry);
  free(realm);
  return result;
}

static krb5_error_code get_principal(krb5_context context, krb5_const_principal asked, unsigned int flags,
                                     krb5_db_entry **entry)
{
  krb5_error_code result = db2.get_principal(context, asked, flags, entry);
  int is_client = flags & KRB5_KDB_FLAG_CLIENT;
  char *name = NULL, *account = NULL, *own_realm, *at;

  if (!result && !is_client && !krb5_unparse_name(context, asked, &name)) {
    remember_spn(context, (*entry)->princ, name);
    krb5_free_unparsed_name(context, name);
  }
  if (result != KRB5_KDB_NOENTRY)
    return result;

  if (krb5_unparse_name_flags(context, asked, KRB5_PRINCIPAL_UNPARSE_NO_REALM | KRB5_PRINCIPAL_UNPARSE_DISPLAY, &name))
    return result;
  own_realm = strndup(asked->realm.data, asked->realm.length);
  if (!own_realm) {
    krb5_free_unparsed_name(context, name);
    return result;
  }
  if ((account = find_rule("alias", name, match_exactly))) {
    result = get_by_name(context, account, flags, entry);
    if (!result && !is_client)
      remember_spn(context, (*entry)->princ, name);
  } else if ((asked->type == KRB5_NT_ENTERPRISE_PRINCIPAL || asked->length == 1) && (at = strrchr(name, '@'))) {
    result = get_by_upn(context, asked, name, at, own_realm, flags, entry);
  } else if (!is_client && asked->length >= 2 && strncmp(name, "krbtgt/", 7)) {
    result = get_by_spn(context, asked, name, own_realm, flags, entry);
  }
  free(account);
  free(own_realm);
  krb5_free_unparsed_name(context, name);
  return result;
}

/* ---------------------------------------------------------------- S4U2Proxy policies */

struct pair {
  const char *first, *second;
};

static int match_pair(const char *first, const char *second, void *state)
{
  const struct pair *pair = state;

  return !strcasecmp(first, pair->first) && (!pair->second || !strcasecmp(second, pair->second));
}

/* Classic: the service's list holds SPNs. Without a target the KDC asks whether there is any list. */
static krb5_error_code allowed_to_delegate(krb5_context context, krb5_const_principal client,
                                           const krb5_db_entry *service, krb5_const_principal target)
{
  struct pair pair = { NULL, NULL };
  char *service_name = NULL, *target_name = NULL, spn[256], *realm;
  int allowed = 0;

  (void)client;
  if (krb5_unparse_name(context, service->princ, &service_name))
    return KRB5KDC_ERR_BADOPTION;
  pair.first = service_name;
  if (!target) {
    allowed = walk_rules("allow-to", match_pair, &pair);
  } else if (!krb5_unparse_name(context, target, &target_name)) {
    snprintf(spn, sizeof spn, "%s", spn_asked_for(target_name));
    if ((realm = strrchr(spn, '@')))
      *realm = 0;
    pair.second = spn;
    allowed = walk_rules("allow-to", match_pair, &pair);
  }
  krb5_free_unparsed_name(context, service_name);
  krb5_free_unparsed_name(context, target_name);
  return allowed ? 0 : KRB5KDC_ERR_BADOPTION;
}

/* Resource based: the target's account lists service accounts, of any realm. */
static krb5_error_code allowed_to_delegate_from(krb5_context context, krb5_const_principal client,
                                                krb5_const_principal service, krb5_pac pac,
                                                const krb5_db_entry *target)
{
  char *client_name = NULL, *service_name = NULL, *target_name = NULL;
  int allowed = 0;

  (void)pac;
  if (!krb5_unparse_name(context, client, &client_name) && !krb5_unparse_name(context, service, &service_name)
      && !krb5_unparse_name(context, target->princ, &target_name)) {
    struct pair user = { client_name, NULL }, delegation = { target_name, service_name };

    allowed = !walk_rules("sensitive", match_pair, &user) && walk_rules("allow-from", match_pair, &delegation);
  }
  krb5_free_unparsed_name(context, client_name);
  krb5_free_unparsed_name(context, service_name);
  krb5_free_unparsed_name(context, target_name);
  return allowed ? 0 : KRB5KDC_ERR_BADOPTION;
}

/* ---------------------------------------------------------------- S4U2Self by certificate */

struct certificate {
  const krb5_data *der;
  char *principal;
};

static int match_certificate(const char *path, const char *principal, void *state)
{
  struct certificate *wanted = state;
  char der[MAX_CERTIFICATE];
  FILE *file = fopen(path, "re");
  size_t length;

  if (!file)
    return 0;
  length = fread(der, 1, sizeof der, file);
  fclose(file);
  if (length != wanted->der->length || memcmp(der, wanted->der->data, length))
    return 0;
  wanted->principal = strdup(principal);
  return 1;
}

/* MIT's client names nobody by one empty component, and an NT-X500-PRINCIPAL only repeats the certificate's subject. */
static int names_somebody(krb5_const_principal named)
{
  return named->length && named->type != KRB5_NT_X500_PRINCIPAL && !(named->length == 1 && !named->data[0].length);
}

/* NAMED is what the request names beside the certificate: a realm alone, or a user who must be the same. */
static krb5_error_code get_by_certificate(krb5_context context, const krb5_data *der, krb5_const_principal named,
                                          unsigned int flags, krb5_db_entry **entry)
{
  struct certificate certificate = { der, NULL };
  krb5_principal owner;
  krb5_error_code result;

  if (!walk_rules("cert", match_certificate, &certificate) || !certificate.principal)
    return KRB5_KDB_NOENTRY;
  result = krb5_parse_name(context, certificate.principal, &owner);
  free(certificate.principal);
  if (result)
    return result;
  if (!krb5_realm_compare(context, owner, named)) {
    char *realm = strndup(owner->realm.data, owner->realm.length);

    result = realm ? refer_to(context, owner, realm, flags, entry) : KRB5_KDB_NOENTRY;
    free(realm);
  } else if (names_somebody(named) && !krb5_principal_compare(context, owner, named)) {
    result = KRB5KDC_ERR_CLIENT_NAME_MISMATCH;
  } else {
    result = db2.get_principal(context, owner, flags, entry);
  }
  krb5_free_principal(context, owner);
  return result;
}

/* ---------------------------------------------------------------- the module */

kdb_vftabl kdb_function_table;

__attribute__((constructor)) static void load_db2(void)
{
  void *module = dlopen(DB2_MODULE, RTLD_NOW | RTLD_LOCAL);
  kdb_vftabl *table = module ? dlsym(module, "kdb_function_table") : NULL;

  if (!table) {
    fprintf(stderr, "adshim: %s: %s\n", DB2_MODULE, dlerror());
    return;
  }
  if (table->maj_ver != KRB5_KDB_DAL_MAJOR_VERSION) {
    fprintf(stderr, "adshim: %s has DAL version %d, compiled for %d\n", DB2_MODULE, table->maj_ver,
            KRB5_KDB_DAL_MAJOR_VERSION);
    return;
  }
  db2 = kdb_function_table = *table;
  kdb_function_table.get_principal = get_principal;
  kdb_function_table.check_allowed_to_delegate = allowed_to_delegate;
  kdb_function_table.allowed_to_delegate_from = allowed_to_delegate_from;
  kdb_function_table.get_s4u_x509_principal = get_by_certificate;
}
