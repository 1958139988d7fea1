//go:build !windows

package proxyauth

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jcmturner/gokrb5/v8/client"
	"github.com/jcmturner/gokrb5/v8/config"
	"github.com/jcmturner/gokrb5/v8/credentials"
	"github.com/jcmturner/gokrb5/v8/keytab"
	"github.com/jcmturner/gokrb5/v8/types"

	"inventorybeacon/connector"
)

// clientKeytabs are where a keytab of the account is looked for, as MIT Kerberos does with
// the settings of Debian and of Fedora.
var clientKeytabs = [...]string{"/etc/krb5/user/%{euid}/client.keytab", "/var/kerberos/krb5/user/%{euid}/client.keytab"}

// kerberosClient returns who asks for tickets: the name and password that were entered, the
// ticket that kinit has left, or the account's keytab. Files and variables are those of MIT
// Kerberos (web.mit.edu/kerberos/krb5-latest/doc/admin/env_variables.html).
func kerberosClient(a Account) (*client.Client, error) {
	configured, cache, err := kerberosConfig()
	if err != nil {
		return nil, unreadable("krb5.conf", err)
	}
	// Active Directory knows no FAST negotiation by this pre-authentication.
	settings := client.DisablePAFXFAST(true)
	if a.Password != "" {
		name, realm := principal(a.Username, configured.LibDefaults.DefaultRealm)
		if realm == "" {
			return nil, connector.NewError(connector.Message{ID: "network.proxy.kerberos.no-realm"}, nil)
		}
		return client.NewWithPassword(name, realm, a.Password.Reveal(), configured, settings), nil
	}
	fromCache, cacheErr := cachedClient(cmp.Or(os.Getenv("KRB5CCNAME"), cache), configured, settings)
	if cacheErr == nil {
		return fromCache, nil
	}
	fromKeytab, err := keytabClient(a.Username, configured, settings)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, cacheErr
	}
	return fromKeytab, err
}

// kerberosConfig reads krb5.conf, and where it says that tickets are kept, which the library leaves
// out. Without a krb5.conf there are the system's names alone: the realm of the ticket, and DNS for its servers.
func kerberosConfig() (configured *config.Config, cache string, err error) {
	settings := newKerberosSettings()
	for _, path := range filepath.SplitList(cmp.Or(os.Getenv("KRB5_CONFIG"), "/etc/krb5.conf")) {
		if err := settings.read(path, 0); err != nil {
			return nil, "", err
		}
	}
	configured, err = config.NewFromString(settings.text())
	var unsupported config.UnsupportedDirective // the rest was read
	if errors.As(err, &unsupported) {
		err = nil
	}
	return configured, settings.cache, err
}

// principal takes a user name apart: user@REALM, DOMAIN\user or user. The short name of a
// domain is none of a realm.
func principal(username, defaultRealm string) (name, realm string) {
	if _, user, found := strings.Cut(username, `\`); found {
		return user, defaultRealm
	}
	name, realm, _ = strings.Cut(username, "@")
	return name, cmp.Or(strings.ToUpper(realm), defaultRealm)
}

// cachedClient uses a ticket that is in a file. The keyrings of the kernel, KCM and the like
// can be read by their own library only.
func cachedClient(name string, configured *config.Config, settings func(*client.Settings)) (*client.Client, error) {
	path, err := cachePath(name)
	if err != nil {
		return nil, err
	}
	cache, err := credentials.LoadCCache(path)
	if err != nil {
		return nil, noTicket("network.proxy.kerberos.no-ticket", err)
	}
	ticket, found := cache.GetEntry(ticketGranting(cache.GetClientRealm()))
	if !found {
		return nil, noTicket("network.proxy.kerberos.no-ticket", nil)
	}
	if !ticket.EndTime.After(time.Now()) {
		return nil, noTicket("network.proxy.kerberos.expired", nil)
	}
	return client.NewFromCCache(cache, configured, settings)
}

func cachePath(name string) (string, error) {
	kind, path, typed := strings.Cut(name, ":")
	switch {
	case name == "":
		return fmt.Sprintf("/tmp/krb5cc_%d", os.Getuid()), nil
	case !typed || strings.HasPrefix(name, "/"):
		return name, nil
	case kind == "FILE":
		return path, nil
	case kind == "DIR":
		if rest, single := strings.CutPrefix(path, ":"); single {
			return rest, nil
		}
		primary, err := os.ReadFile(filepath.Join(path, "primary"))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", noTicket("network.proxy.kerberos.no-ticket", err)
		}
		return filepath.Join(path, cmp.Or(strings.TrimSpace(string(primary)), "tkt")), nil
	default:
		return "", connector.NewError(connector.Message{ID: "network.proxy.kerberos.cache", Data: connector.Data{"Kind": kind}}, nil)
	}
}

func ticketGranting(realm string) types.PrincipalName {
	return types.NewPrincipalName(2, "krbtgt/"+realm) // KRB_NT_SRV_INST
}

// keytabClient uses the account's own keytab, and of it the user that was entered, or else the
// first one. The error is [fs.ErrNotExist] when there is no keytab.
func keytabClient(username string, configured *config.Config, settings func(*client.Settings)) (*client.Client, error) {
	named := strings.TrimPrefix(os.Getenv("KRB5_CLIENT_KTNAME"), "FILE:")
	for _, path := range append([]string{named, configured.LibDefaults.DefaultClientKeytabName}, clientKeytabs[:]...) {
		path = expanded(strings.TrimPrefix(path, "FILE:"))
		if path == "" {
			continue
		}
		keys, err := keytab.Load(path)
		if errors.Is(err, fs.ErrNotExist) && path != named {
			continue
		}
		if err != nil || len(keys.Entries) == 0 {
			return nil, unusableKeytab(path, err)
		}
		first := keys.Entries[0].Principal
		name, realm := strings.Join(first.Components, "/"), first.Realm
		if username != "" {
			name, realm = principal(username, realm)
		}
		return client.NewWithKeytab(name, realm, keys, configured, settings), nil
	}
	return nil, fs.ErrNotExist
}
