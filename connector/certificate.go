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
