package microsoft365

import "inventorybeacon/connector/microsoft365/internal/network"

// The errors that tell the rooms' callers what has failed, under names that can be used
// outside of this source.
type (
	NetworkError = network.HostError
	WaitError    = network.WaitError
	WebPageError = network.WebPageError
)

// The faults of the network.
const (
	NameNotFound         = network.NameNotFound
	ConnectionRefused    = network.ConnectionRefused
	TimedOut             = network.TimedOut
	CertificateUntrusted = network.CertificateUntrusted
	CertificateOutdated  = network.CertificateOutdated
	CertificateWrongName = network.CertificateWrongName
	NotTLS               = network.NotTLS
	ConnectionBroken     = network.ConnectionBroken
)
