package certificate

import (
	"crypto/x509"
	"encoding/asn1"
	"errors"

	"software.sslmate.com/src/go-pkcs12"

	"inventorybeacon/connector"
)

// readPFX reads PKCS #12 (RFC 7292). The password also proves that the file is
// whole.
func readPFX(content []byte, password connector.Secret) (*file, error) {
	if keepsBusy(content, 0) {
		return nil, unknownPFX()
	}
	key, first, more, err := pkcs12.DecodeChain(content, password.Reveal())
	var unsupported pkcs12.NotImplementedError
	switch {
	case err == nil:
		return &file{certificates: append([]*x509.Certificate{first}, more...), keys: []any{key}}, nil
	case errors.Is(err, pkcs12.ErrIncorrectPassword), errors.Is(err, pkcs12.ErrDecryption):
		return nil, wrongPassword(password)
	case errors.As(err, &unsupported):
		return nil, unknownPFX()
	}
	if bare, err := x509.ParseCertificates(content); err == nil {
		return &file{certificates: bare}, nil
	}
	// The library has no types for what is missing.
	switch err.Error() {
	case "pkcs12: private key missing":
		return nil, badFile("certificate.pfx-no-key", nil)
	case "pkcs12: certificate missing":
		return nil, badFile("certificate.pfx-no-certificate", nil)
	case "pkcs12: expected exactly one key bag":
		return nil, badFile("certificate.pfx-keys", nil)
	case "pkcs12: no MAC in data":
		return nil, badPassword("certificate.pfx-no-password")
	default:
		return nil, badFile("certificate.pfx-damaged", nil)
	}
}

func unknownPFX() error {
	return badFile("certificate.pfx-protection", nil)
}

// deepest is deeper than any PFX file is nested.
const deepest = 32

// keepsBusy reports whether a PFX file asks for so many iterations of its password
// that the program would not come back. Wherever the format has iterations, they
// are an integer after an octet string, the salt (RFC 7292 section 4 and
// appendix C, RFC 8018 appendix A).
func keepsBusy(der []byte, depth int) bool {
	afterSalt := false
	for len(der) > 0 {
		var v asn1.RawValue
		rest, err := asn1.Unmarshal(der, &v)
		if err != nil {
			return false // no DER: a salt, or what is encrypted
		}
		universal := v.Class == asn1.ClassUniversal
		octets := universal && v.Tag == asn1.TagOctetString
		switch {
		case universal && v.Tag == asn1.TagInteger:
			if afterSalt && exceeds(v.Bytes, mostIterations) {
				return true
			}
		case (v.IsCompound || octets) && depth < deepest:
			if keepsBusy(v.Bytes, depth+1) {
				return true
			}
		}
		afterSalt = octets
		der = rest
	}
	return false
}

// exceeds compares the bytes of an integer; a negative one exceeds nothing.
func exceeds(integer []byte, most int) bool {
	if len(integer) == 0 || integer[0] >= 0x80 {
		return false
	}
	n := 0
	for _, b := range integer {
		if n = n<<8 | int(b); n > most {
			return true
		}
	}
	return false
}
