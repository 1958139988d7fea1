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
