package network

import (
	"errors"
	"net/http"
	"strings"
	"testing"
)

func TestWebPagesInPlaceOfAnswersAreRecognized(t *testing.T) {
	const none = "no page"
	for _, c := range []struct {
		name, contentType, body, title string
	}{
		{"given a page with a title", "text/html", "<!DOCTYPE html><html><HEAD><Title lang=en>Blocked by <b>policy", "Blocked by"},
		{"given entities and lines in it", "", "\ufeff \r\n<html><title>\n A &amp; B\n</title>", "A & B"},
		{"given a title that is too long", "", "<title>" + strings.Repeat("x", 200) + "</title>", strings.Repeat("x", 120)},
		{"given no title", "text/html", "<html><body>Sorry</body></html>", ""},
		{"given a title that does not begin", "text/html", "<html><title", ""},
		{"given nothing that is called a page", "text/html; charset=utf-8", " ", ""},
		{"given nothing", "application/json", "", none},
		{"given JSON that is called a page", "text/html", `{"title":"<title>"}`, none},
		{"given a number", "text/plain", "\ufeff250", none},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := WebPage(&http.Response{StatusCode: 403, Header: http.Header{"Content-Type": {c.contentType}}}, "graph.example", []byte(c.body))
			var page *WebPageError
			if !errors.As(err, &page) {
				if c.title != none {
					t.Errorf("it is taken for an answer: %v", err)
				}
				return
			}
			title := strings.TrimSuffix(page.Title, "…")
			if c.title == none || !strings.HasPrefix(c.title, title) || len(c.title) > len(title)+len("…") || page.Status != 403 ||
				page.Host != "graph.example" {
				t.Errorf("it is %+v, want the title %q", page, c.title)
			}
			want := "network.web-page"
			if c.title == "" {
				want = "network.web-page.untitled"
			}
			if m := page.Message(); m.ID != want || m.Data["Title"] != page.Title || m.Data["Host"] != "graph.example" || m.Data["Status"] != 403 {
				t.Errorf("it says %s, want %s", m, want)
			}
		})
	}
}
