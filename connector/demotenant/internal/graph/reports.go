package graph

import (
	"net/http"
	"regexp"
	"strconv"

	"inventorybeacon/connector/demotenant/internal/company"
	"inventorybeacon/connector/demotenant/internal/report"
	"inventorybeacon/connector/demotenant/internal/signin"
)

var (
	reportCall   = regexp.MustCompile(`^([A-Za-z0-9]+)(\(.*\))?$`)
	periodOption = regexp.MustCompile(`^\(period='D(7|30|90|180)'\)$`)
)

// serveReport answers with the address of a report, if the user may read it
// (learn.microsoft.com/graph/reportroot-authorization).
func (s *Service) serveReport(w http.ResponseWriter, r *http.Request, g signin.Grant, root, call string) *Error {
	q, problem := readQuery(r, "$format")
	if problem != nil {
		return problem
	}
	d, problem := readReportCall(root, call)
	if problem != nil {
		return problem
	}
	if q.format != "" && q.format != "text/csv" {
		return badRequest("The format '%s' is not supported for this report.", q.format)
	}
	switch {
	case !signin.Holds(g.Scopes, "Reports.Read.All"):
		return &Error{http.StatusForbidden, "S2SUnauthorized", "Invalid permission."}
	case g.User != signin.Application && (s.options.ReportsForbidden || g.User != company.AdminIndex):
		return &Error{http.StatusForbidden, "Authentication_RequestFromUnsupportedUserRole", "User is not in the allowed roles"}
	}
	header := w.Header()
	header.Set("Location", s.reports.Address(r, d))
	header.Set("Content-Type", "text/plain")
	w.WriteHeader(http.StatusFound)
	return nil
}

func readReportCall(root, call string) (report.Download, *Error) {
	parts := reportCall.FindStringSubmatch(call)
	if parts == nil {
		return report.Download{}, badRequest("Resource not found for the segment '%s'.", call)
	}
	kind, found := report.Reports[parts[1]]
	if !found || kind.Root != root {
		return report.Download{}, badRequest("Resource not found for the segment '%s'.", parts[1])
	}
	d := report.Download{Report: parts[1]}
	if !kind.Periods {
		if parts[2] != "" {
			return d, badRequest("Resource not found for the segment '%s'.", parts[1])
		}
		return d, nil
	}
	period := periodOption.FindStringSubmatch(parts[2])
	if period == nil {
		return d, &Error{
			http.StatusBadRequest, "InvalidArgument", "Invalid value for parameter 'period': D7, D30, D90 and D180 are supported.",
		}
	}
	d.Period, _ = strconv.Atoi(period[1]) // the pattern has digits only
	return d, nil
}
