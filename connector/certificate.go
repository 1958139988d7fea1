package connector

// Certificate is what everybody may know of the certificate with which a
// connection signs in. The file with its private key is in [Secrets].
type Certificate struct {
	// Subject is the distinguished name, for example "CN=Inventory Beacon".
	Subject string `json:"subject"`
	// Thumbprint is the SHA-256 digest of the certificate in upper-case
	// hexadecimal digits.
	Thumbprint string `json:"thumbprint"`
	// NotAfter is the last day on which it is valid.
	NotAfter Date `json:"notAfter"`
}

// CertificateError says why a certificate file cannot be used. It holds nothing
// of the file's content.
type CertificateError struct {
	// Field is what has to be entered anew: the file, or its password.
	Field Field
	// Message says what is wrong, Action what to do; a sentence each.
	Message, Action string
}

// Error implements error.
func (e *CertificateError) Error() string { return e.Message }

// Advice implements [Advised].
func (e *CertificateError) Advice() Advice {
	return Advice{Message: e.Message, Action: e.Action}
}

// Problem is what is shown beside the field.
func (e *CertificateError) Problem() Problem {
	return Problem{Field: e.Field, Message: e.Message + " " + e.Action}
}
