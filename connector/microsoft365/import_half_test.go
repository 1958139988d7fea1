package microsoft365

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"inventorybeacon/connector"
	"inventorybeacon/connector/demotenant"
	"inventorybeacon/connector/microsoft365/internal/sourcetest"
)

// Half a report would make users inactive who are in the other half. So nothing of
// a report stays that fails for good after some of its rows were delivered.
func TestNothingStaysOfAReportThatFailsInItsMiddle(t *testing.T) {
	// The last row, behind several batches, has a day in no known form. The address of
	// a download does not say of which report it is; a column does.
	column := map[string]string{
		connector.StreamActiveUsers: "Exchange Last Activity Date", connector.StreamAppUsers: "Word (Mac)",
		connector.StreamActivations: "Product Type",
		connector.StreamCopilot:     "Loop Copilot Last Activity Date",
	}
	spoil := func(stream string, body []byte) []byte {
		if head, _, _ := bytes.Cut(body, []byte("\n")); !bytes.Contains(head, []byte(column[stream])) {
			return body
		}
		at := bytes.LastIndexByte(bytes.TrimRight(body, "\r\n"), '\n') + 1
		return append(body[:at:at], bytes.Replace(body[at:], []byte("-"), []byte("~"), 1)...)
	}
	for stream := range column {
		t.Run(connector.ReportName(stream), func(t *testing.T) {
			server, source := demo(t, demotenant.Options{Users: 5000})
			server.Script(func(r *http.Request) *demotenant.Fault {
				if !strings.HasPrefix(r.URL.Path, "/data/download/") {
					return nil
				}
				return &demotenant.Fault{Edit: func(body []byte) []byte { return spoil(stream, body) }}
			})
			got := sourcetest.NewSink()
			seen, err := importInto(t.Context(), source, asApplication(server, source), got)
			if err != nil || len(seen.Warnings) != 1 {
				t.Fatalf("%v, warnings %+v", err, seen.Warnings)
			}
			if got.Restarts[stream] == 0 {
				t.Error("no rows were delivered before the one that is wrong")
			}
			rows := map[string]int{
				connector.StreamActiveUsers: len(got.GotUsage[connector.StreamActiveUsers]),
				connector.StreamAppUsers:    len(got.GotUsage[connector.StreamAppUsers]),
				connector.StreamActivations: len(got.GotActivations), connector.StreamCopilot: len(got.GotUsage[connector.StreamCopilot]),
			}
			for other, n := range rows {
				if (n == 0) != (other == stream) {
					t.Errorf("%d rows of %s stay", n, other)
				}
			}
		})
	}
}

var errFull = errors.New("the disk is full")

// fullSink cannot store the rows of one stream, or not drop them.
type fullSink struct {
	*sourcetest.Sink
	stream  string
	restart bool
}

func (s *fullSink) refuse(stream string) error {
	if stream == s.stream {
		return fmt.Errorf("storing: %w", errFull)
	}
	return nil
}

func (s *fullSink) Usage(ctx context.Context, stream string, rows []connector.Usage) error {
	if err := s.refuse(stream); err != nil && !s.restart {
		return err
	}
	return s.Sink.Usage(ctx, stream, rows)
}

func (s *fullSink) Activations(ctx context.Context, stream string, rows []connector.Activation) error {
	if err := s.refuse(stream); err != nil && !s.restart {
		return err
	}
	return s.Sink.Activations(ctx, stream, rows)
}

func (s *fullSink) Restart(ctx context.Context, stream string) error {
	if err := s.refuse(stream); err != nil && s.restart {
		return err
	}
	return s.Sink.Restart(ctx, stream)
}

// What keeps a report from being stored, a full disk, is no fault of the report: it
// ends the import and is no warning.
func TestAFullDiskIsNoWarningAboutAReport(t *testing.T) {
	for _, stream := range []string{connector.StreamActiveUsers, connector.StreamAppUsers, connector.StreamActivations} {
		for name, restart := range map[string]bool{"when rows are stored": false, "when rows are dropped": true} {
			t.Run(stream+" "+name, func(t *testing.T) {
				server, source := demo(t, demotenant.Options{Users: 2000})
				if restart { // because each report breaks off once
					server.Inject("/data/download", demotenant.Fault{Cut: 90_000}, demotenant.Fault{Cut: 90_000},
						demotenant.Fault{Cut: 90_000}, demotenant.Fault{Cut: 90_000})
				}
				seen := &sourcetest.Observer{}
				err := source.Import(t.Context(), asApplication(server, source), &fullSink{sourcetest.NewSink(), stream, restart}, seen)
				if !errors.Is(err, errFull) || len(seen.Warnings) != 0 {
					t.Errorf("%v, warnings %+v", err, seen.Warnings)
				}
			})
		}
	}
}
