package proxyauth

import (
	"encoding/base64"
	"strings"
	"unsafe"

	"github.com/alexbrainman/sspi"
	"golang.org/x/sys/windows"

	"inventorybeacon/connector"
	"inventorybeacon/connector/printable"
)

// hasOwnAccount says that Windows signs in as the account that this program runs as; as a
// service without an account of its own that is the one of the computer.
func hasOwnAccount(scheme string) bool { return scheme == Negotiate || scheme == NTLM }

// windowsHandshake has Windows sign in (Security Support Provider Interface), with Kerberos or
// NTLM as it and the proxy agree. The library's package for NTLM is not used: it ends every
// program at its start where Windows has no NTLM.
type windowsHandshake struct {
	account     Account
	scheme      string // what Windows calls the package that knows it, too
	target      string // of NTLM there is none
	credentials *sspi.Credentials
	context     *sspi.Context
	room        uint32 // that an answer of the package may need
}

func newNegotiate(a Account, t Target) Handshake {
	return &windowsHandshake{account: a, scheme: Negotiate, target: "HTTP/" + t.Proxy}
}

func newNTLM(a Account) Handshake { return &windowsHandshake{account: a, scheme: NTLM} }

// Answer implements [Handshake].
func (h *windowsHandshake) Answer(c Challenge) (string, error) {
	var (
		token []byte
		err   error
	)
	switch {
	case h.context == nil:
		token, err = h.begin()
	case c.Token != "":
		challenge, unreadableBase64 := base64.StdEncoding.DecodeString(c.Token)
		if unreadableBase64 != nil {
			return "", unreadable(h.scheme, unreadableBase64)
		}
		token, err = h.next(challenge)
	default:
		return "", ErrRefused
	}
	if err != nil {
		return "", connector.NewError(connector.Message{
			ID: "network.proxy.windows", Data: connector.Data{"Scheme": h.scheme}, Reference: printable.Line(err.Error(), 300),
		}, err)
	}
	if len(token) == 0 {
		return "", ErrRefused
	}
	return h.scheme + " " + base64.StdEncoding.EncodeToString(token), nil
}

func (h *windowsHandshake) begin() (token []byte, err error) {
	info, err := sspi.QueryPackageInfo(h.scheme)
	if err != nil {
		return nil, err
	}
	if h.credentials, err = acquire(h.scheme, h.account); err != nil {
		return nil, err
	}
	h.room, h.context = info.MaxToken, sspi.NewClientContext(h.credentials, sspi.ISC_REQ_CONNECTION)
	return h.next(nil)
}

// next returns what Windows says to a challenge, of which there is none at first.
func (h *windowsHandshake) next(challenge []byte) ([]byte, error) {
	var target *uint16
	if h.target != "" {
		var err error
		if target, err = windows.UTF16PtrFromString(h.target); err != nil {
			return nil, err
		}
	}
	token := make([]byte, h.room)
	var in, out [1]sspi.SecBuffer
	var asked *sspi.SecBufferDesc
	if challenge != nil {
		in[0].Set(sspi.SECBUFFER_TOKEN, challenge)
		asked = sspi.NewSecBufferDesc(in[:])
	}
	out[0].Set(sspi.SECBUFFER_TOKEN, token)
	answer := sspi.NewSecBufferDesc(out[:])
	status := h.context.Update(target, answer, asked)
	if status == sspi.SEC_I_COMPLETE_NEEDED || status == sspi.SEC_I_COMPLETE_AND_CONTINUE {
		status = sspi.CompleteAuthToken(h.context.Handle, answer)
	}
	if status != sspi.SEC_E_OK && status != sspi.SEC_I_CONTINUE_NEEDED {
		return nil, status
	}
	return token[:out[0].BufferSize], nil
}

// acquire returns the credentials of an account, or of the one that this program runs as.
func acquire(scheme string, a Account) (*sspi.Credentials, error) {
	if a.Username == "" {
		return sspi.AcquireCredentials("", scheme, sspi.SECPKG_CRED_OUTBOUND, nil)
	}
	domain, user, found := strings.Cut(a.Username, `\`)
	if !found {
		domain, user = "", a.Username
	}
	identity := sspi.SEC_WINNT_AUTH_IDENTITY{Flags: sspi.SEC_WINNT_AUTH_IDENTITY_UNICODE}
	for _, part := range []struct {
		text   string
		at     **uint16
		length *uint32
	}{
		{domain, &identity.Domain, &identity.DomainLength},
		{user, &identity.User, &identity.UserLength},
		{a.Password.Reveal(), &identity.Password, &identity.PasswordLength},
	} {
		letters, err := windows.UTF16FromString(part.text)
		if err != nil {
			return nil, err
		}
		*part.at, *part.length = &letters[0], uint32(len(letters)-1) // a zero is at the end
	}
	return sspi.AcquireCredentials("", scheme, sspi.SECPKG_CRED_OUTBOUND, (*byte)(unsafe.Pointer(&identity)))
}

// Close implements [Handshake].
func (h *windowsHandshake) Close() { // Release knows what is nil
	_ = h.context.Release()
	_ = h.credentials.Release()
}
