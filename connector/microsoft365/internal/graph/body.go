package graph

import (
	"bytes"
	"io"
	"net/http"
	"slices"

	"inventorybeacon/connector"
	"inventorybeacon/connector/network"
)

// ReadBody appends the body to buf, up to limit bytes.
func ReadBody(resp *http.Response, limit int64, buf []byte) ([]byte, error) {
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

// ReadObject appends a body that is an object in JSON to buf, up to limit bytes.
func ReadObject(resp *http.Response, limit int64, buf []byte) ([]byte, error) {
	buf, err := ReadBody(resp, limit, buf)
	if err == nil {
		err = wholeJSON(resp, buf)
	}
	return buf, err
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
		return Truncated(path)
	}
	if text[0] != '{' {
		return Invalid(connector.Message{ID: "graph.answer.foreign", Data: Of(path)})
	}
	if text[len(text)-1] != '}' {
		return Truncated(path)
	}
	return nil
}

// ResourceOf returns the path of an address, for errors.
func (g *Client) ResourceOf(address string) string {
	if target, err := g.ownAddress(address); err == nil {
		return target.Path
	}
	return g.Endpoint.Host
}
