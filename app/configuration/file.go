// Package configuration reads and writes files that say how a data directory is set up:
// connections, schedules, settings, what licenses cost, views, automatic exports and the
// central database. It knows nothing of what is set up now.
package configuration

import (
	"encoding/json"
	"fmt"

	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/schedule"
	"inventorybeacon/store/history"
)

// Version is the version of the format that this program writes, and the newest that it
// reads.
const Version = 1

// File is what files say together. A section that is nil stands in none of them; one that
// is empty says that there is nothing of its kind.
type File struct {
	Version     int          `json:"version"`
	Settings    *Settings    `json:"settings,omitzero"`
	Schedules   []Schedule   `json:"schedules,omitzero"`
	Connections []Connection `json:"connections,omitzero"`
	Prices      []Price      `json:"prices,omitzero"`
	Commitments []Commitment `json:"commitments,omitzero"`
	OwnNames    []OwnName    `json:"ownNames,omitzero"`
	Views       []View       `json:"views,omitzero"`
	Exports     []Export     `json:"exports,omitzero"`
	Central     *Central     `json:"central,omitzero"`
	Channels    []Channel    `json:"channels,omitzero"`
	// Notifications say from when on something is told through the channels.
	Notifications *Notifications `json:"notifications,omitzero"`
}

// Settings are those of the program; nil leaves one as it is.
type Settings struct {
	// TaskDays and ChangeDays are for how many days tasks and changes are kept.
	TaskDays   *int `json:"taskDays,omitempty"`
	ChangeDays *int `json:"changeDays,omitempty"`
	// ProductNamesAddress is where Microsoft's table of names is downloaded from; empty for
	// Microsoft's own address.
	ProductNamesAddress *string `json:"productNamesAddress,omitempty"`
	At                  Places  `json:"-"`
}

// Schedule is a plan of runs. What its kind does not use counts for nothing.
type Schedule struct {
	Name    string             `json:"name"`
	Kind    schedule.Kind      `json:"kind"`
	Every   int                `json:"every,omitempty"`
	Time    schedule.TimeOfDay `json:"time"`
	Days    schedule.Weekdays  `json:"days,omitzero"`
	Day     MonthDay           `json:"day,omitzero"`
	CatchUp bool               `json:"catchUp"`
	At      Places             `json:"-"`
}

// Connection is a connection with the places of its secrets. Those are never written.
type Connection struct {
	workspace.ExportedConnection
	// Schedule is the name of the one at whose times it imports.
	Schedule                string `json:"schedule,omitempty"`
	RefreshTokenFile        string `json:"refreshTokenFile,omitempty"`
	RefreshTokenEnv         string `json:"refreshTokenEnv,omitempty"`
	ClientSecretFile        string `json:"clientSecretFile,omitempty"`
	ClientSecretEnv         string `json:"clientSecretEnv,omitempty"`
	ProxyPasswordFile       string `json:"proxyPasswordFile,omitempty"`
	ProxyPasswordEnv        string `json:"proxyPasswordEnv,omitempty"`
	CertificateFile         string `json:"certificateFile,omitempty"`
	CertificateEnv          string `json:"certificateEnv,omitempty"`
	CertificatePasswordFile string `json:"certificatePasswordFile,omitempty"`
	CertificatePasswordEnv  string `json:"certificatePasswordEnv,omitempty"`
	At                      Places `json:"-"`
}

// Price is what a unit of a license costs from a day on, or always.
type Price struct {
	// SKU is an id or a part number.
	SKU string `json:"sku"`
	// Tenant is the id of the one that pays it; empty for all.
	Tenant   string         `json:"tenant,omitempty"`
	Amount   json.Number    `json:"amount"`
	Currency string         `json:"currency"`
	Per      string         `json:"per"`
	From     connector.Date `json:"from,omitzero"`
	At       Places         `json:"-"`
	// Comment is written behind the SKU.
	Comment string `json:"-"`
}

// Commitment is how many units of a license a tenant has committed to.
type Commitment struct {
	SKU     string         `json:"sku"`
	Tenant  string         `json:"tenant,omitempty"`
	Units   int64          `json:"units"`
	Until   connector.Date `json:"until,omitzero"`
	At      Places         `json:"-"`
	Comment string         `json:"-"`
}

// OwnName is what the customer calls a license.
type OwnName struct {
	SKU     string `json:"sku"`
	Name    string `json:"name"`
	At      Places `json:"-"`
	Comment string `json:"-"`
}

// View is a list as somebody likes to see it, under a name.
type View struct {
	history.View
	At Places `json:"-"`
}

// Export is a view that is written into a folder after every import.
type Export struct {
	history.Export
	At Places `json:"-"`
}

// MonthDay is a day of the month, from 1, or [schedule.LastDay], which is written "last".
type MonthDay int

// MarshalJSON writes a number, or "last".
func (d MonthDay) MarshalJSON() ([]byte, error) {
	if d >= schedule.LastDay {
		return []byte(`"last"`), nil
	}
	return json.Marshal(int(d))
}

// UnmarshalText reads what MarshalJSON writes.
func (d *MonthDay) UnmarshalText(text []byte) error {
	if string(text) == "last" {
		*d = schedule.LastDay
		return nil
	}
	var day int
	if err := json.Unmarshal(text, &day); err != nil || day < 1 || day > 31 {
		return fmt.Errorf("%q is neither a day from 1 to 31 nor last", text)
	}
	*d = MonthDay(day)
	return nil
}

// Empty reports whether the files say nothing.
func (f File) Empty() bool {
	return f.Settings == nil && f.Schedules == nil && f.Connections == nil && f.Prices == nil && f.Commitments == nil &&
		f.OwnNames == nil && f.Views == nil && f.Exports == nil && f.Central == nil &&
		f.Channels == nil && f.Notifications == nil
}

// add appends what another file says. Settings, and the central database, stand in one of them.
func (f *File) add(other File) (problems []Problem) {
	switch {
	case f.Settings == nil:
		f.Settings = other.Settings
	case other.Settings != nil:
		problems = append(problems, twice(other.Settings.At[""], "settings", f.Settings.At[""]))
	}
	switch {
	case f.Central == nil:
		f.Central = other.Central
	case other.Central != nil:
		problems = append(problems, twice(other.Central.At[""], "central", f.Central.At[""]))
	}
	switch {
	case f.Notifications == nil:
		f.Notifications = other.Notifications
	case other.Notifications != nil:
		problems = append(problems, twice(other.Notifications.At[""], "notifications", f.Notifications.At[""]))
	}
	f.Schedules = join(f.Schedules, other.Schedules)
	f.Connections = join(f.Connections, other.Connections)
	f.Prices = join(f.Prices, other.Prices)
	f.Commitments = join(f.Commitments, other.Commitments)
	f.OwnNames = join(f.OwnNames, other.OwnNames)
	f.Views = join(f.Views, other.Views)
	f.Exports = join(f.Exports, other.Exports)
	f.Channels = join(f.Channels, other.Channels)
	return problems
}

// join is nil only where both are.
func join[T any](first, second []T) []T {
	if first == nil {
		return second
	}
	return append(first, second...)
}
