package microsoft365

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"slices"
)

// readPage reads the JSON at an address into buf, which it grows when needed,
// and returns it. A page that was cut off is read again.
func (g *graph) readPage(ctx context.Context, r request, limit int64, buf []byte) ([]byte, error) {
	err := g.get(ctx, r, func(resp *http.Response) error {
		var err error
		if buf, err = readBody(resp, limit, buf[:0]); err != nil {
			return err
		}
		return wholeJSON(resp, buf)
	})
	return buf, err
}

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
	if looksLikeWebPage(resp.Header, body) {
		return &WebPageError{Status: resp.StatusCode, Host: resp.Request.URL.Hostname(), Title: pageTitle(body)}
	}
	text := bytes.TrimSpace(bytes.TrimPrefix(body, utf8BOM))
	if len(text) == 0 {
		return truncated(path)
	}
	if text[0] != '{' {
		return &AnswerError{What: path, Reason: "is not what Microsoft Graph sends"}
	}
	if text[len(text)-1] != '}' {
		return truncated(path)
	}
	return nil
}

// eachPage hands every page of a collection of T to use.
func eachPage[T any](ctx context.Context, g *graph, r request, use func([]T) error) error {
	var (
		buf   []byte
		pages circle
	)
	for r.address != "" {
		if pages.closes(r.address) {
			return endless(g.resourceOf(r.address))
		}
		var err error
		if buf, err = g.readPage(ctx, r, limitCollection, buf); err != nil {
			return err
		}
		var page struct {
			Value []T    `json:"value"`
			Next  string `json:"@odata.nextLink"`
		}
		if err := decodeJSON(g, r.address, buf, &page); err != nil {
			return err
		}
		if err := use(page.Value); err != nil {
			return err
		}
		r.address = page.Next
	}
	return nil
}

// collection reads all of a small collection of T.
func collection[T any](ctx context.Context, g *graph, r request) ([]T, error) {
	var all []T
	err := eachPage(ctx, g, r, func(page []T) error {
		all = append(all, page...)
		return nil
	})
	return all, err
}

// resourceOf returns the path of an address, for errors.
func (g *graph) resourceOf(address string) string {
	if target, err := g.ownAddress(address); err == nil {
		return target.Path
	}
	return g.endpoint.Host
}

// decodeJSON decodes a whole body.
func decodeJSON(g *graph, address string, body []byte, into any) error {
	err := json.Unmarshal(bytes.TrimPrefix(body, utf8BOM), into)
	if err == nil {
		return nil
	}
	return &AnswerError{What: g.resourceOf(address), Reason: "is not valid JSON of Microsoft Graph", Err: err}
}
