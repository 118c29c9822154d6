/* ktload: makes an MIT KDC database hold exactly the accounts of a list, with the very keys the directory holds,
 * through kadmin.local's library.
 *   ktload REALM KEYTAB < LIST
 * LIST has one account a line: PRINCIPAL FLAG[,FLAG...] SALT
 * Flags: disabled, not-delegated, protocol-transition, must-change, no-preauth, - for none.
 * Accounts of the realm that LIST does not name are deleted, except krbtgt, K/M and kadmin. RC4 keys are left out of
 * accounts that have better ones; those that have nothing else get no AES session keys either.
 *
 * Build: gcc -o ktload ktload.c -lkadm5srv_mit -lkdb5 -lkrb5 -lcom_err
 */
#include <kadm5/admin.h>
#include <errno.h>
#include <kdb.h>
#include <krb5.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_KEYS 16
#define MAX_RENEWABLE_SECONDS (7 * 86400)

static krb5_context context;
static void *admin;

static struct {
  krb5_keytab_entry *entries;
  size_t count;
} keytab;

static struct {
  char **names;
  size_t count;
} listed;

static void check(krb5_error_code result, const char *what)
{
  if (result) {
    fprintf(stderr, "ktload: %s: %s\n", what, error_message(result));
    exit(1);
  }
}

static void *grow(void *array, size_t count, size_t size)
{
  /* Doubles at each power of two. */
  if (count & (count - 1))
    return array;
  array = realloc(array, (count ? 2 * count : 1) * size);
  if (!array)
    check(ENOMEM, "list");
  return array;
}

static void open_database(char *realm)
{
  kadm5_config_params params = { .mask = KADM5_CONFIG_REALM, .realm = realm };

  check(kadm5_init_krb5_context(&context), "context");
  check(kadm5_init(context, (char *)"root/admin", NULL, NULL, &params, KADM5_STRUCT_VERSION, KADM5_API_VERSION_4, NULL,
                   &admin), realm);
}

static void read_keytab(const char *name)
{
  krb5_keytab handle;
  krb5_kt_cursor cursor;
  krb5_keytab_entry entry;

  check(krb5_kt_resolve(context, name, &handle), name);
  check(krb5_kt_start_seq_get(context, handle, &cursor), name);
  while (!krb5_kt_next_entry(context, handle, &entry, &cursor)) {
    keytab.entries = grow(keytab.entries, keytab.count, sizeof *keytab.entries);
    keytab.entries[keytab.count++] = entry;
  }
  krb5_kt_end_seq_get(context, handle, &cursor);
  krb5_kt_close(context, handle);
}

static int keys_of(krb5_principal principal, char *salt, int rc4, kadm5_key_data keys[MAX_KEYS])
{
  int count = 0;

  memset(keys, 0, MAX_KEYS * sizeof *keys);
  for (size_t i = 0; i < keytab.count && count < MAX_KEYS; i++) {
    const krb5_keytab_entry *entry = &keytab.entries[i];

    if ((entry->key.enctype == ENCTYPE_ARCFOUR_HMAC) != rc4
        || !krb5_principal_compare(context, entry->principal, principal))
      continue;
    keys[count].kvno = entry->vno;
    keys[count].salt.type = KRB5_KDB_SALTTYPE_SPECIAL;
    keys[count].salt.data.data = salt;
    keys[count].salt.data.length = strlen(salt);
    check(krb5_copy_keyblock_contents(context, &entry->key, &keys[count].key), "key");
    count++;
  }
  return count;
}

static krb5_flags attributes_of(const char *flags)
{
  krb5_flags attributes = KRB5_KDB_REQUIRES_PRE_AUTH;

  if (strstr(flags, "disabled"))
    attributes |= KRB5_KDB_DISALLOW_ALL_TIX;
  if (strstr(flags, "not-delegated"))
    attributes |= KRB5_KDB_DISALLOW_FORWARDABLE;
  if (strstr(flags, "protocol-transition"))
    attributes |= KRB5_KDB_OK_TO_AUTH_AS_DELEGATE;
  if (strstr(flags, "must-change"))
    attributes |= KRB5_KDB_REQUIRES_PWCHANGE;
  if (strstr(flags, "no-preauth"))
    attributes &= ~KRB5_KDB_REQUIRES_PRE_AUTH;
  return attributes;
}

static void put_account(const char *name, const char *flags, char *salt)
{
  const long mask = KADM5_ATTRIBUTES | KADM5_MAX_RLIFE;
  kadm5_principal_ent_rec account = { 0 };
  kadm5_key_data keys[MAX_KEYS];
  krb5_error_code result;
  int count, rc4_only;

  check(krb5_parse_name(context, name, &account.principal), name);
  count = keys_of(account.principal, salt, 0, keys);
  rc4_only = !count;
  if (rc4_only)
    count = keys_of(account.principal, salt, 1, keys);
  account.attributes = attributes_of(flags);
  account.max_renewable_life = MAX_RENEWABLE_SECONDS;
  result = kadm5_modify_principal(admin, &account, mask);
  if (result == KADM5_UNK_PRINC)
    result = kadm5_create_principal(admin, &account, mask | KADM5_PRINCIPAL, NULL);
  check(result, name);
  if (count)
    check(kadm5_setkey_principal_4(admin, account.principal, FALSE, keys, count), name);
  if (rc4_only && count)
    check(kadm5_set_string(admin, account.principal, "session_enctypes", "rc4-hmac"), name);
  for (int i = 0; i < count; i++)
    krb5_free_keyblock_contents(context, &keys[i].key);
  krb5_free_principal(context, account.principal);
}

static int is_listed(const char *name)
{
  for (size_t i = 0; i < listed.count; i++)
    if (!strcmp(listed.names[i], name))
      return 1;
  return 0;
}

static void delete_unlisted(void)
{
  char **names;
  int count = 0;

  check(kadm5_get_principals(admin, NULL, &names, &count), "list of principals");
  for (int i = 0; i < count; i++) {
    krb5_principal principal;

    if (!strncmp(names[i], "krbtgt/", 7) || !strncmp(names[i], "K/M@", 4) || !strncmp(names[i], "kadmin/", 7)
        || is_listed(names[i]))
      continue;
    check(krb5_parse_name(context, names[i], &principal), names[i]);
    check(kadm5_delete_principal(admin, principal), names[i]);
    krb5_free_principal(context, principal);
  }
  kadm5_free_name_list(admin, names, count);
}

int main(int argc, char **argv)
{
  char line[1400], name[512], flags[256], salt[512];

  if (argc != 3) {
    fprintf(stderr, "usage: ktload REALM KEYTAB < LIST\n");
    return 2;
  }
  open_database(argv[1]);
  read_keytab(argv[2]);
  while (fgets(line, sizeof line, stdin)) {
    if (sscanf(line, "%511s %255s %511s", name, flags, salt) != 3) {
      fprintf(stderr, "ktload: not an account: %s", line);
      return 1;
    }
    put_account(name, flags, salt);
    listed.names = grow(listed.names, listed.count, sizeof *listed.names);
    listed.names[listed.count++] = strdup(name);
  }
  delete_unlisted();
  kadm5_destroy(admin);
  return 0;
}
