package productnames

import (
	"bytes"
	"context"
	"crypto/x509"
	"io"
	"net/http"
	"net/url"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/network"
	"inventorybeacon/connector/printable"
)

// Address is where Microsoft publishes the table; its page of the same name leads there
// (learn.microsoft.com/entra/identity/users/licensing-service-plan-reference).
const Address = "https://download.microsoft.com/download/e/3/e/e3e9faf2-f28b-490a-9ada-c6089a1fc5b0/" +
	"Product%20names%20and%20service%20plan%20identifiers%20for%20licensing.csv"

const (
	// timeLimit is for the whole download: somebody waits for it.
	timeLimit = 2 * time.Minute
	maxHops   = 5
)

// CheckAddress wants https, or plain http to this computer.
func CheckAddress(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return connector.NewError(connector.Message{ID: "names.address"}, nil) // err holds what was typed
	}
	return check(u, connector.IsLoopback(u.Hostname()))
}

// check allows this computer only to an address that begins here: what answers in place of
// Microsoft must not make the program ask what listens on this computer.
func check(u *url.URL, here bool) error {
	local := connector.IsLoopback(u.Hostname())
	switch {
	case u.Hostname() == "" || u.User != nil || local && !here:
	case u.Scheme == "https", u.Scheme == "http" && local:
		return nil
	}
	return connector.NewError(connector.Message{ID: "names.address"}, nil)
}

// Download reads the table at an address. Only the authorities in roots are trusted, those
// of this computer when it is nil.
func Download(ctx context.Context, a connector.Access, roots *x509.CertPool, address string) (connector.ProductNames, error) {
	if err := CheckAddress(address); err != nil {
		return connector.ProductNames{}, err
	}
	client, err := network.NewClient(a, roots)
	if err != nil {
		return connector.ProductNames{}, err
	}
	defer client.CloseIdleConnections()
	client.CheckRedirect = func(r *http.Request, via []*http.Request) error {
		if len(via) >= maxHops {
			return connector.NewError(connector.Message{
				ID: "names.redirects", Data: connector.Data{"Host": via[0].URL.Hostname(), "Most": maxHops},
			}, nil)
		}
		return check(r.URL, connector.IsLoopback(via[0].URL.Hostname()))
	}
	ctx, cancel := context.WithTimeoutCause(ctx, timeLimit, connector.NewError(connector.Message{
		ID: "names.slow", Data: connector.Data{"Host": network.HostOf(address), "Within": timeLimit},
	}, nil))
	defer cancel()
	names, err := download(ctx, client, address)
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	return names, err
}

func download(ctx context.Context, client *http.Client, address string) (connector.ProductNames, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return connector.ProductNames{}, err
	}
	answer, err := network.Do(client.Do, r)
	if err != nil {
		return connector.ProductNames{}, network.Classify(err, network.HostOf(address))
	}
	defer func() { _ = answer.Body.Close() }()
	host := printable.Line(answer.Request.URL.Hostname(), 100)
	begin, err := io.ReadAll(io.LimitReader(answer.Body, 4<<10))
	if err != nil {
		return connector.ProductNames{}, network.Classify(err, host)
	}
	if err := network.WebPage(answer, host, begin); err != nil {
		return connector.ProductNames{}, err
	}
	if answer.StatusCode != http.StatusOK {
		return connector.ProductNames{}, connector.NewError(connector.Message{
			ID: "names.status", Data: connector.Data{"Host": host, "Status": connector.Digits(answer.StatusCode)},
		}, nil)
	}
	names, err := Read(io.MultiReader(bytes.NewReader(begin), answer.Body), host)
	return names, network.Classify(err, host)
}
