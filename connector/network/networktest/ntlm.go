package networktest

import (
	"bytes"
	"crypto/hmac"
	"crypto/md5" // what NTLM is made of
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"strings"
	"sync"
	"unicode/utf16"

	//lint:ignore SA1019 NTLM is made of it
	"golang.org/x/crypto/md4"
)

// NTLM wants a sign-in with NTLMv2 on each connection, and checks it ([MS-NLMP] section 3.3.2).
type NTLM struct {
	// Domain, Username and Password are those that are accepted.
	Domain, Username, Password string

	mu         sync.Mutex
	challenged map[string]bool // by the other end of the connection
	signed     map[string]bool
	tries      int
}

// serverChallenge would be another one each time, were it not for a test.
var serverChallenge = []byte("8 bytes!")

// Tries is how often a password was tried.
func (n *NTLM) Tries() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.tries
}

// signedIn goes on with the sign-in on the connection of a request.
func (n *NTLM) signedIn(w http.ResponseWriter, r *http.Request) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.signed == nil {
		n.signed, n.challenged = map[string]bool{}, map[string]bool{}
	}
	from := r.RemoteAddr
	if n.signed[from] {
		return true
	}
	answer := "NTLM"
	if text, found := strings.CutPrefix(r.Header.Get("Proxy-Authorization"), "NTLM "); found {
		message, _ := base64.StdEncoding.DecodeString(text)
		switch {
		case len(message) < 12 || !bytes.HasPrefix(message, []byte("NTLMSSP\x00")):
		case message[8] == 1:
			n.challenged[from] = true
			answer = "NTLM " + base64.StdEncoding.EncodeToString(NTLMChallenge(n.Domain))
		case message[8] == 3 && n.challenged[from]:
			n.tries++
			if n.proves(message) {
				n.signed[from] = true
				return true
			}
		}
	}
	w.Header().Set("Proxy-Authenticate", answer)
	w.WriteHeader(http.StatusProxyAuthRequired)
	return false
}

// NTLMChallenge is a CHALLENGE_MESSAGE (section 2.2.1.2) of a domain.
func NTLMChallenge(domain string) []byte {
	const flags = 0x1 | 0x4 | 0x200 | 0x10000 | 0x80000 | 0x800000 | 0x2000000
	name := wide(domain)
	var pairs []byte // section 2.2.2.1
	for id, value := range map[uint16][]byte{1: wide("PROXY"), 2: name} {
		pairs = binary.LittleEndian.AppendUint16(pairs, id)
		pairs = binary.LittleEndian.AppendUint16(pairs, uint16(len(value)))
		pairs = append(pairs, value...)
	}
	pairs = append(pairs, 0, 0, 0, 0)
	field := func(m []byte, length, offset int) []byte {
		m = binary.LittleEndian.AppendUint16(m, uint16(length))
		m = binary.LittleEndian.AppendUint16(m, uint16(length))
		return binary.LittleEndian.AppendUint32(m, uint32(offset))
	}
	m := append([]byte("NTLMSSP\x00"), 2, 0, 0, 0)
	m = field(m, len(name), 56)
	m = binary.LittleEndian.AppendUint32(m, flags)
	m = append(append(m, serverChallenge...), make([]byte, 8)...)
	m = field(m, len(pairs), 56+len(name))
	m = append(m, 10, 0, 0, 0, 0, 0, 0, 15) // version
	return append(append(m, name...), pairs...)
}

// proves checks an AUTHENTICATE_MESSAGE (section 2.2.1.3).
func (n *NTLM) proves(m []byte) bool {
	field := func(at int) []byte {
		if len(m) < at+8 {
			return nil
		}
		length, offset := int(binary.LittleEndian.Uint16(m[at:])), int(binary.LittleEndian.Uint32(m[at+4:]))
		if offset+length > len(m) {
			return nil
		}
		return m[offset : offset+length]
	}
	response, domain, user := field(20), field(28), field(36)
	if len(response) < 24 || !strings.EqualFold(narrow(user), n.Username) || !strings.EqualFold(narrow(domain), n.Domain) {
		return false
	}
	hash := md4.New()
	hash.Write(wide(n.Password))
	key := hmacMD5(hash.Sum(nil), wide(strings.ToUpper(narrow(user))+narrow(domain)))
	return hmac.Equal(response[:16], hmacMD5(key, append(bytes.Clone(serverChallenge), response[16:]...)))
}

func hmacMD5(key, data []byte) []byte {
	h := hmac.New(md5.New, key)
	h.Write(data)
	return h.Sum(nil)
}

func wide(text string) []byte {
	var b []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		b = binary.LittleEndian.AppendUint16(b, unit)
	}
	return b
}

func narrow(b []byte) string {
	var units []uint16
	for ; len(b) >= 2; b = b[2:] {
		units = append(units, binary.LittleEndian.Uint16(b))
	}
	return string(utf16.Decode(units))
}
