package microsoft365

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"inventorybeacon/connector"
	"inventorybeacon/connector/microsoft365/internal/graph"
	"inventorybeacon/connector/microsoft365/internal/report"
)

// namesAsked is how many names of a report are looked up: what the operator "in"
// takes at once (learn.microsoft.com/graph/filter-query-parameter).
const namesAsked = 15

// reports reads the beginning of a report, as an import would, and notes whom it names.
func (t *tester) reports(ctx context.Context) (meaning connector.Message, err error) {
	names, err := report.FirstNames(ctx, t.graph, namesAsked)
	if err != nil {
		return meaning, err
	}
	t.named, t.reported = names, true
	if t.graph.BetaReports {
		return connector.Message{ID: "check.passed.reports.beta"}, nil
	}
	return connector.Message{ID: "check.passed.reports"}, nil
}

// names asks whether the names that reports has read are those of users: a concealed
// one may look like any text.
func (t *tester) names(ctx context.Context) (meaning connector.Message, err error) {
	if !t.reported {
		return meaning, errNotRun
	}
	if len(t.named) == 0 {
		return connector.Message{ID: "check.passed.names.none"}, nil
	}
	known, err := usersNamed(ctx, t.graph, t.named)
	var refused *graph.StatusError
	if errors.As(err, &refused) { // then what they look like must do
		err, known = nil, 0
		for _, name := range t.named {
			if strings.Contains(name, "@") {
				known++
			}
		}
	}
	switch {
	case err != nil:
		return meaning, err
	case known == 0:
		return meaning, connector.NewError(connector.Message{ID: "report.names-concealed"}, nil)
	case known*2 < len(t.named):
		data := connector.Data{"Known": known, "Names": len(t.named)}
		return meaning, connector.NewError(connector.Message{ID: "check.names.few", Data: data}, nil)
	default:
		return connector.Message{ID: "check.passed.names"}, nil
	}
}

// usersNamed returns how many of the user principal names users have.
func usersNamed(ctx context.Context, g *graph.Client, names []string) (int, error) {
	var quoted []string
	for _, name := range names {
		if name != "" {
			quoted = append(quoted, "'"+strings.ReplaceAll(name, "'", "''")+"'")
		}
	}
	if quoted == nil {
		return 0, nil
	}
	filter := url.QueryEscape("userPrincipalName in (" + strings.Join(quoted, ",") + ")")
	address := g.Address(fmt.Sprintf("/users?$select=id&$top=%d&$filter=%s", namesAsked, strings.ReplaceAll(filter, "+", "%20")))
	users, err := graph.Collection[userID](ctx, g, connector.Message{ID: "graph.list.users"}, graph.Request{Address: address})
	return len(users), err
}

// userID is a user of whom nothing else is asked.
type userID struct {
	ID string `json:"id"`
}

func (u userID) Key() string { return u.ID }
