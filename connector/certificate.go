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
	// Reason is what an administrator reads.
	Reason Message
}

// Error implements error.
func (e *CertificateError) Error() string { return e.Reason.String() }

// Message implements [Explained].
func (e *CertificateError) Message() Message { return e.Reason }
