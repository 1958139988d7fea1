package microsoft365

import (
	"inventorybeacon/connector/microsoft365/internal/browser"
	"inventorybeacon/connector/microsoft365/internal/entra"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/microsoft365/internal/network"
	"inventorybeacon/connector/microsoft365/internal/report"
)

// The errors that tell the rooms' callers what has failed, under names that can be used
// outside of this source.
type (
	AnswerError          = graph.AnswerError
	DownloadAddressError = graph.DownloadAddressError
	ForeignLinkError     = graph.ForeignLinkError
	GraphError           = graph.StatusError
	NetworkError         = network.HostError
	KeepError            = entra.KeepError
	NotSignedInError     = entra.NotSignedInError
	SignInError          = entra.SignInError
	TokenError           = entra.TokenError
	NoReportError        = report.MissingError
	WaitError            = network.WaitError
	WebPageError         = network.WebPageError
	WindowError          = browser.WindowError
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

// The faults of a sign-in window.
const (
	WindowClosed   = browser.Closed
	BrowserMissing = browser.Missing
	BrowserFailed  = browser.Failed
	NoSandbox      = browser.NoSandbox
)

// The faults of a sign-in.
const (
	SignInCancelled       = entra.SignInCancelled
	SignInTimedOut        = entra.SignInTimedOut
	SignInRunning         = entra.SignInRunning
	SignInNotNeeded       = entra.SignInNotNeeded
	SignInForeignAnswer   = entra.SignInForeignAnswer
	SignInReplayed        = entra.SignInReplayed
	SignInPersonalAccount = entra.SignInPersonalAccount
	SignInNoRefreshToken  = entra.SignInNoRefreshToken
)
