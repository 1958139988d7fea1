package metrics

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// kind is a type of the text format.
type kind string

const (
	gauge   kind = "gauge"
	counter kind = "counter"
)

// metric is what a family of samples is called, and what it tells.
type metric struct {
	name string
	kind kind
	help string
}

// page are the samples of a scrape. It is written in Prometheus's text format 0.0.4
// (prometheus.io/docs/instrumenting/exposition_formats), which is a line a sample: its own
// library would make the program four MiB larger.
type page map[string][]string

// contentType is that of the text format.
const contentType = "text/plain; version=0.0.4; charset=utf-8"

// add adds a sample; labels are names and values in turn.
func (p page) add(name string, value float64, labels ...string) {
	var b strings.Builder
	b.WriteString(name)
	for i := 0; i+1 < len(labels); i += 2 {
		b.WriteByte("{,"[min(i, 1)])
		b.WriteString(labels[i] + `="` + escaped(labels[i+1]) + `"`)
	}
	if len(labels) > 0 {
		b.WriteByte('}')
	}
	b.WriteByte(' ')
	b.WriteString(strconv.FormatFloat(value, 'f', -1, 64))
	p[name] = append(p[name], b.String())
}

// at adds a moment in seconds since 1970; none when it is zero.
func (p page) at(name string, moment time.Time, labels ...string) {
	if !moment.IsZero() {
		p.add(name, float64(moment.UnixMilli())/1000, labels...)
	}
}

// is adds 1 for true and 0 for false.
func (p page) is(name string, holds bool, labels ...string) {
	value := 0.
	if holds {
		value = 1
	}
	p.add(name, value, labels...)
}

var labelEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`)

func escaped(value string) string {
	return labelEscapes.Replace(strings.ToValidUTF8(value, "\uFFFD"))
}

// writeTo writes the families that have samples.
func (p page) writeTo(w io.Writer) error {
	for _, m := range families {
		samples := p[m.name]
		if len(samples) == 0 {
			continue
		}
		_, err := fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s %s\n%s\n", m.name, m.help, m.name, m.kind, strings.Join(samples, "\n"))
		if err != nil {
			return err
		}
	}
	return nil
}
