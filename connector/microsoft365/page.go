package microsoft365

import (
	"bytes"
	"io"
	"net/http"
	"slices"

	"inventorybeacon/connector/microsoft365/internal/network"
)

// readBody appends the body to buf, up to limit bytes.
func readBody(resp *http.Response, limit int64, buf []byte) ([]byte, error) {
	body := io.LimitReader(resp.Body, limit+1)
	if size := resp.ContentLength; size > 0 && size <= limit {
		buf = slices.Grow(buf, int(size)+1) // one more, to see the end
	}
	for {
		if len(buf) == cap(buf) {
			// Append would grow it by a quarter from the start, and leave much behind.
			buf = slices.Grow(buf, max(min(len(buf), 1<<20), len(buf)/4, 64<<10))
		}
		n, err := body.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if int64(len(buf)) > limit {
			return buf, tooLarge(resp.Request.URL.Path, limit)
		}
		if err == io.EOF {
			return buf, nil
		}
		if err != nil {
			return buf, err
		}
	}
}

// wholeJSON recognizes a web page and an object that was cut off by something
// that ended the transfer properly, such as a proxy.
func wholeJSON(resp *http.Response, body []byte) error {
	path := resp.Request.URL.Path
	if err := network.WebPage(resp, resp.Request.URL.Hostname(), body); err != nil {
		return err
	}
	text := bytes.TrimSpace(network.TrimBOM(body))
	if len(text) == 0 {
		return truncated(path)
	}
	if text[0] != '{' {
		return spoiled(path, "is not what Microsoft Graph sends")
	}
	if text[len(text)-1] != '}' {
		return truncated(path)
	}
	return nil
}

// resourceOf returns the path of an address, for errors.
func (g *graph) resourceOf(address string) string {
	if target, err := g.ownAddress(address); err == nil {
		return target.Path
	}
	return g.endpoint.Host
}
