// Command sdk reads all users with Microsoft's Graph SDK for Go and stores them
// with their licenses in SQLite: what a straightforward importer is made of. It is
// a module of its own, because the SDK takes minutes and gigabytes to compile.
package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"os"

	_ "github.com/mattn/go-sqlite3"
	abstractions "github.com/microsoft/kiota-abstractions-go"
	"github.com/microsoft/kiota-abstractions-go/authentication"
	msgraphsdk "github.com/microsoftgraph/msgraph-sdk-go"
	graphcore "github.com/microsoftgraph/msgraph-sdk-go-core"
	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/users"
)

const schema = `
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE user (uid INTEGER PRIMARY KEY, id TEXT NOT NULL, upn TEXT, display_name TEXT, given_name TEXT, surname TEXT, mail TEXT,
	enabled INTEGER, user_type TEXT, department TEXT, job_title TEXT, country TEXT);
CREATE TABLE sku (sku INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
CREATE TABLE license (uid INTEGER NOT NULL, sku INTEGER NOT NULL);`

// fixed is an access token that is fetched once.
type fixed struct{ token string }

func (f fixed) AuthenticateRequest(_ context.Context, r *abstractions.RequestInformation, _ map[string]interface{}) error {
	r.Headers.Add("Authorization", "Bearer "+f.token)
	return nil
}

var _ authentication.AuthenticationProvider = fixed{}

// properties are what Inventory Beacon reads, so that all read the same pages.
var properties = []string{
	"id", "userPrincipalName", "displayName", "givenName", "surname", "mail", "accountEnabled", "userType", "createdDateTime", "usageLocation",
	"country", "city", "state", "department", "companyName", "jobTitle", "officeLocation", "employeeId", "onPremisesSyncEnabled",
	"assignedLicenses", "licenseAssignmentStates",
}

func main() {
	if err := run(context.Background(), os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, file string) error {
	token, err := token()
	if err != nil {
		return err
	}
	adapter, err := msgraphsdk.NewGraphRequestAdapter(fixed{token})
	if err != nil {
		return err
	}
	adapter.SetBaseUrl(os.Getenv("GRAPH_ENDPOINT") + "/v1.0")
	client := msgraphsdk.NewGraphServiceClient(adapter)
	db, err := sql.Open("sqlite3", file)
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	defer db.Close()
	if _, err := db.Exec(schema); err != nil {
		return err
	}
	s := &store{skus: map[string]int64{}}
	if err := s.begin(ctx, db); err != nil {
		return err
	}
	top := int32(999)
	headers := abstractions.NewRequestHeaders()
	headers.Add("Accept-Encoding", "identity")
	first, err := client.Users().Get(ctx, &users.UsersRequestBuilderGetRequestConfiguration{
		Headers:         headers,
		QueryParameters: &users.UsersRequestBuilderGetQueryParameters{Top: &top, Select: properties},
	})
	if err != nil {
		return err
	}
	pages, err := graphcore.NewPageIterator[models.Userable](first, adapter, models.CreateUserCollectionResponseFromDiscriminatorValue)
	if err != nil {
		return err
	}
	pages.SetHeaders(headers)
	var failed error
	if err := pages.Iterate(ctx, func(u models.Userable) bool {
		failed = s.add(u)
		return failed == nil
	}); err != nil {
		return err
	}
	if failed != nil {
		return failed
	}
	if err := s.tx.Commit(); err != nil {
		return err
	}
	if _, err := db.Exec("CREATE UNIQUE INDEX user_id ON user (id)"); err != nil {
		return err
	}
	fmt.Printf("{\"users\":%d,\"assignments\":%d}\n", s.users, s.licenses)
	return nil
}

// store inserts within one transaction.
type store struct {
	tx                 *sql.Tx
	user, sku, license *sql.Stmt
	skus               map[string]int64
	users, licenses    int64
}

func (s *store) begin(ctx context.Context, db *sql.DB) error {
	var err error
	if s.tx, err = db.BeginTx(ctx, nil); err != nil {
		return err
	}
	for _, prepared := range []struct {
		into **sql.Stmt
		text string
	}{
		{&s.user, "INSERT INTO user VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
		{&s.sku, "INSERT INTO sku (id) VALUES (?)"},
		{&s.license, "INSERT INTO license VALUES (?, ?)"},
	} {
		if *prepared.into, err = s.tx.Prepare(prepared.text); err != nil {
			return err
		}
	}
	return nil
}

func (s *store) add(u models.Userable) error {
	s.users++
	if _, err := s.user.Exec(s.users, u.GetId(), u.GetUserPrincipalName(), u.GetDisplayName(), u.GetGivenName(), u.GetSurname(), u.GetMail(),
		u.GetAccountEnabled(), u.GetUserType(), u.GetDepartment(), u.GetJobTitle(), u.GetCountry()); err != nil {
		return err
	}
	for _, l := range u.GetAssignedLicenses() {
		id := l.GetSkuId().String()
		sku, known := s.skus[id]
		if !known {
			result, err := s.sku.Exec(id)
			if err != nil {
				return err
			}
			if sku, err = result.LastInsertId(); err != nil {
				return err
			}
			s.skus[id] = sku
		}
		if _, err := s.license.Exec(s.users, sku); err != nil {
			return err
		}
		s.licenses++
	}
	return nil
}

func token() (string, error) {
	resp, err := http.PostForm(os.Getenv("TOKEN_ENDPOINT"), url.Values{
		"grant_type": {"client_credentials"}, "client_id": {os.Getenv("CLIENT_ID")}, "client_secret": {os.Getenv("CLIENT_SECRET")},
		"scope": {os.Getenv("GRAPH_ENDPOINT") + "/.default"},
	})
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	var answer struct {
		Token string `json:"access_token"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil {
		return "", err
	}
	if answer.Token == "" {
		return "", fmt.Errorf("no token: %s", resp.Status)
	}
	return answer.Token, nil
}
