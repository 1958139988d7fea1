//go:build !windows

package proxyauth

import (
	"errors"
	"strings"

	"github.com/jcmturner/gokrb5/v8/client"

	"inventorybeacon/connector"
	"inventorybeacon/connector/printable"
)

// noTicket is the error of an account that has nothing to sign in with.
func noTicket(id string, cause error) error {
	m := connector.Message{ID: id}
	if cause != nil {
		m.Reference = printable.Line(cause.Error(), 300)
	}
	return connector.NewError(m, cause)
}

// unusableKeytab is the error of a keytab without keys. That it is not there is no other case to
// who asks for it by name.
func unusableKeytab(file string, err error) error {
	m := connector.Message{ID: "network.proxy.kerberos.keytab", Data: connector.Data{"File": file}}
	if err != nil {
		m.Reference = printable.Line(err.Error(), 300)
	}
	return connector.NewError(m, nil)
}

// kerberosError says why the key distribution center gave no ticket. gokrb5 hands its code
// (RFC 4120 section 7.5.9) on as text only.
func kerberosError(err error, asked *client.Client, proxy string) error {
	text := err.Error()
	m := connector.Message{
		ID:        "network.proxy.kerberos.failed",
		Reference: printable.Line(text, 300),
		Data: connector.Data{
			"Service": "HTTP/" + proxy, "User": asked.Credentials.UserName(), "Realm": asked.Credentials.Realm(),
		},
	}
	for code, id := range map[string]string{
		"KDC_ERR_S_PRINCIPAL_UNKNOWN": "network.proxy.kerberos.unknown-proxy",
		"KDC_ERR_C_PRINCIPAL_UNKNOWN": "network.proxy.kerberos.unknown-user",
		"KDC_ERR_PREAUTH_FAILED":      "network.proxy.kerberos.wrong-password",
		"KDC_ERR_KEY_EXPIRED":         "network.proxy.kerberos.password-expired",
		"KDC_ERR_CLIENT_REVOKED":      "network.proxy.kerberos.locked",
		"KRB_AP_ERR_SKEW":             "network.proxy.kerberos.clock",
		"Networking_Error":            "network.proxy.kerberos.unreachable",
	} {
		if strings.Contains(text, code) {
			m.ID = id
		}
	}
	switch m.ID {
	case "network.proxy.kerberos.unreachable":
		err = &unavailable{err}
	case "network.proxy.kerberos.wrong-password", "network.proxy.kerberos.locked":
		err = errors.Join(ErrRefused, err)
	}
	return connector.NewError(m, err)
}

// unavailable is an error that another try may mend.
type unavailable struct{ error }

// Temporary implements what retries ask for.
func (*unavailable) Temporary() bool { return true }

// Unwrap returns what is unavailable.
func (u *unavailable) Unwrap() error { return u.error }
