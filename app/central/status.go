package central

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/connector"
	"inventorybeacon/store/central"
	"inventorybeacon/store/inventory/sent"
)

// Status says how far publishing is. Its JSON is that of `central status`.
type Status struct {
	// Server is that of the configuration; empty when there is no central database.
	Server string `json:"server"`
	// Tenants are those with an inventory, in the order of their first import.
	Tenants []TenantStatus `json:"tenants"`
}

// TenantStatus says how far publishing a tenant is.
type TenantStatus struct {
	TenantID string `json:"tenantId"`
	Name     string `json:"name"`
	// Generation is the number of the last state that the central database has of this
	// beacon; 0 when there is none.
	Generation int64 `json:"generation"`
	// Imported is when that state was imported, Published when it arrived; nil when there is none.
	Imported  *time.Time `json:"imported"`
	Published *time.Time `json:"published"`
	// Pending is how many imports were published here since; they arrive as one state, with the
	// changes and numbers of each.
	Pending int64 `json:"pending"`
	// LastError is why the last try has failed, empty when it has not; Advice says what to do, and Elsewhere that
	// another beacon publishes the tenant.
	LastError string `json:"lastError"`
	Advice    string `json:"advice,omitempty"`
	Elsewhere bool   `json:"-"`
	// Publishing says that this process publishes the tenant now; Rows are sent so far.
	Publishing bool  `json:"-"`
	Rows       int64 `json:"-"`
}

// Lag is for how long the central database has been behind: since the import that it has. A clock that was put
// back makes it none.
func (s TenantStatus) Lag(now time.Time) time.Duration {
	if s.Pending == 0 || s.Imported == nil {
		return 0
	}
	return max(0, now.Sub(*s.Imported))
}

// Status says how far publishing is, from what is known here: the central database is not asked.
func (p *Publisher) Status(ctx context.Context) (Status, error) {
	s := Status{Tenants: []TenantStatus{}}
	server, set, err := p.options.Server(ctx)
	if err != nil || !set {
		return s, err
	}
	s.Server = server
	tenants, err := p.tenants(ctx)
	if err != nil {
		return s, err
	}
	known, err := sent.Tenants(ctx, p.options.Dir)
	if err != nil {
		return s, err
	}
	for _, t := range tenants {
		one := TenantStatus{TenantID: strings.ToLower(t.Tenant.ID), Name: t.Tenant.DisplayName}
		var imported int64
		for _, k := range known {
			if k.ID == one.TenantID {
				imported = k.Imported
				one.take(k)
			}
		}
		if imported != t.At.UnixMilli() {
			if one.Pending, err = p.options.History.CountImportsAfter(ctx, one.TenantID, time.UnixMilli(imported)); err != nil {
				return s, err
			}
			one.Pending = max(one.Pending, 1)
		}
		p.mu.Lock()
		one.Rows, one.Publishing = p.sending[one.TenantID]
		p.mu.Unlock()
		s.Tenants = append(s.Tenants, one)
	}
	return s, nil
}

// known is a time in milliseconds since 1970; nil for 0, which is none.
func known(milliseconds int64) *time.Time {
	if milliseconds == 0 {
		return nil
	}
	at := time.UnixMilli(milliseconds).UTC()
	return &at
}

func (s *TenantStatus) take(k sent.Tenant) {
	s.Generation, s.Imported, s.Published = k.Generation, known(k.Imported), known(k.Published)
	var advice connector.Advice
	if json.Unmarshal([]byte(k.Failure), &advice) == nil {
		s.LastError, s.Advice, s.Elsewhere = advice.Message, advice.Action, advice.Code == connector.CodeOtherBeacon
	}
}

// note keeps why a tenant could not be published, in words; nothing when it was. What cannot be noted is logged.
func (p *Publisher) note(ctx context.Context, file *sent.File, tenant string, failed error) {
	k, err := file.Tenant(ctx, tenant)
	if err == nil {
		failure := ""
		if failed != nil {
			var text []byte
			text, err = json.Marshal(message.Explain(failed))
			failure = string(text)
		}
		if err == nil && failure != k.Failure {
			k.Failure = failure
			err = file.Save(ctx, k)
		}
	}
	if err != nil {
		p.options.Log.Error("noting how publishing has gone", "tenant", tenant, "error", err)
	}
}

// explained gives words to what has none of its own.
func explained(err error) error {
	if errors.Is(err, central.ErrLost) {
		return connector.NewError(connector.Message{ID: "central.lost"}, err)
	}
	return err
}

// progress counts the rows that were sent of a tenant; a negative number ends that.
func (p *Publisher) progress(tenant string, rows int) {
	tenant = strings.ToLower(tenant)
	p.mu.Lock()
	if rows < 0 {
		delete(p.sending, tenant)
	} else {
		p.sending[tenant] += int64(rows)
	}
	p.mu.Unlock()
	p.tell()
}

// TenantNotFoundError means that no tenant of that name or id is published.
type TenantNotFoundError struct{ Key string }

func (e *TenantNotFoundError) Error() string {
	return fmt.Sprintf("no tenant %q is published", e.Key)
}

// Message implements [connector.Explained].
func (e *TenantNotFoundError) Message() connector.Message {
	return connector.Message{ID: "central.no-tenant", Data: connector.Data{"Key": e.Key}}
}
