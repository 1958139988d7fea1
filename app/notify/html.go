package notify

import (
	"html/template"
	"strings"

	"inventorybeacon/app/message"
)

// page is a letter as HTML, which needs nothing from elsewhere.
var page = template.Must(template.New("letter").Parse(`<!DOCTYPE html>
<html lang="{{.Language}}"><head><meta charset="utf-8"><title>{{.Subject}}</title></head>
<body style="font-family:sans-serif;font-size:14px;color:#1b1b1b;max-width:680px">
{{range .Lead}}<p style="margin:6px 0">{{.}}</p>
{{end}}{{range .Items}}<div style="margin:16px 0;padding-left:10px;border-left:4px solid {{if eq .State "over"}}#2e7d32{{else}}#b3261e{{end}}">
<p style="margin:0;font-weight:bold">{{.Title}}</p>
{{range .Paragraphs}}<p style="margin:4px 0">{{.}}</p>
{{end}}</div>
{{end}}{{with .More}}<p>{{.}}</p>
{{end}}<p style="color:#5f5f5f;font-size:12px">{{.Foot}}</p>
</body></html>
`))

// html is the letter as a page.
func (l letter) html() string {
	type item struct {
		State, Title string
		Paragraphs   []string
	}
	content := struct {
		Language, Subject, More, Foot string
		Lead                          []string
		Items                         []item
	}{Language: message.Language(), Subject: l.Subject, More: l.moreText(), Foot: l.Foot, Lead: l.Lead}
	for _, i := range l.Items {
		content.Items = append(content.Items, item{i.State, shortened(i.Title), i.paragraphs()})
	}
	var b strings.Builder
	_ = page.Execute(&b, content) // into memory
	return b.String()
}
