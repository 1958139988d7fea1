package notify

import (
	_ "embed"
	"html/template"
	"strings"

	"inventorybeacon/app/message"
)

//go:embed letter.html
var letterHTML string

// page is a letter as HTML, which needs nothing from elsewhere.
var page = template.Must(template.New("letter").Parse(letterHTML))

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
