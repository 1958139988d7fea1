package inventory

import "context"

// reloadFraction is the part of the users from which on a change is so large
// that indexes are made anew.
const reloadFraction = 5

// userColumns are the columns that a staged and a published user have in common.
const userColumns = `user_principal_name, display_name, given_name, surname, mail, enabled, user_type, department,
	company_name, job_title, office_location, city, state, country, usage_location, employee_id, on_premises_synced, created, folded`

// lastActivity is the last day of activity of a staged user s, of all reports.
const lastActivity = `coalesce((SELECT max(r.active_last, r.app_last) FROM staging.report AS r WHERE r.upn = s.user_principal_name), 0)`

// matchNumbers finds or gives the numbers that SKUs and details have in the
// inventory, which another import may have numbered otherwise.
func (p *publishing) matchNumbers(ctx context.Context) error {
	return p.exec(ctx, `
		INSERT OR IGNORE INTO main.sku (id) SELECT id FROM staging.sku;
		CREATE TABLE staging.sku_number (staged INTEGER PRIMARY KEY, sku INTEGER NOT NULL);
		INSERT INTO staging.sku_number SELECT s.sku, m.sku FROM staging.sku AS s JOIN main.sku AS m USING (id);
		INSERT OR IGNORE INTO main.assignment_detail (text) SELECT text FROM staging.detail;
		CREATE TABLE staging.detail_number (staged INTEGER PRIMARY KEY, detail INTEGER NOT NULL);
		INSERT INTO staging.detail_number SELECT s.detail, m.detail FROM staging.detail AS s JOIN main.assignment_detail AS m USING (text);`)
}

// compareUsers finds out which users are new, differ or are gone, from the two
// indexes user_identity alone.
func (p *publishing) compareUsers(ctx context.Context) error {
	if err := p.exec(ctx, `
		CREATE TABLE staging.difference (seq INTEGER PRIMARY KEY, uid INTEGER NOT NULL, added INTEGER NOT NULL);
		CREATE TABLE staging.gone (uid INTEGER PRIMARY KEY);`); err != nil {
		return err
	}
	before, err := p.count(ctx, "SELECT count(*) FROM main.user WHERE source = ?", p.source)
	if err != nil {
		return err
	}
	all, err := p.count(ctx, "SELECT count(*) FROM main.user")
	if err != nil {
		return err
	}
	users := &p.counts.Users
	if users.Total, err = p.count(ctx, "SELECT count(*) FROM staging.user"); err != nil {
		return err
	}
	// A new user's uid is its place in this import, after all that there are.
	last, err := p.count(ctx, "SELECT coalesce(max(uid), 0) FROM main.user")
	if err != nil {
		return err
	}
	p.first = before == 0
	if _, err := p.change(ctx, `INSERT INTO staging.difference
		SELECT s.seq, coalesce(u.uid, ?2 + s.seq), u.uid IS NULL
		FROM staging.user AS s INDEXED BY user_identity LEFT JOIN main.user AS u ON u.source = ?1 AND u.id = s.id
		WHERE u.fingerprint IS NOT s.fingerprint ORDER BY s.seq`, p.source, last); err != nil {
		return err
	}
	if !p.first {
		users.Removed, err = p.change(ctx, `INSERT INTO staging.gone
			SELECT u.uid FROM main.user AS u WHERE u.source = ? AND NOT EXISTS (SELECT 1 FROM staging.user AS s WHERE s.id = u.id) ORDER BY u.uid`, p.source)
		if err != nil {
			return err
		}
	}
	if users.Added, err = p.count(ctx, "SELECT count(*) FROM staging.difference WHERE added"); err != nil {
		return err
	}
	if users.Changed, err = p.count(ctx, "SELECT count(*) FROM staging.difference WHERE NOT added"); err != nil {
		return err
	}
	differ := users.Added + users.Changed + users.Removed
	p.changed = differ > 0
	// Without any report, those of before stay.
	p.same = !p.changed && (p.sameReports || len(p.reports) == 0)
	p.reload = differ*reloadFraction > all
	if p.first && p.reload && p.inv.fullText {
		p.startSearchBuild(ctx, last)
	}
	return nil
}

// writeUsers deletes the users that are gone and writes those that differ.
func (p *publishing) writeUsers(ctx context.Context) error {
	if !p.changed {
		return nil
	}
	if p.reload {
		if err := p.dropIndexes(ctx, "user_identity", "user_name", "user_upn", "user_activity", "assignment_sku"); err != nil {
			return err
		}
	} else if err := p.inv.unindex(ctx, p.conn, "SELECT uid FROM staging.gone UNION ALL SELECT uid FROM staging.difference WHERE NOT added"); err != nil {
		return err
	}
	removed, err := p.change(ctx, "DELETE FROM main.assignment WHERE uid IN (SELECT uid FROM staging.gone)")
	if err != nil {
		return err
	}
	p.counts.Assignments.Removed += removed
	if err := p.exec(ctx, "DELETE FROM main.user WHERE uid IN (SELECT uid FROM staging.gone)"); err != nil {
		return err
	}
	return p.exec(ctx, `INSERT OR REPLACE INTO main.user (uid, source, id, fingerprint, last_activity, `+userColumns+`)
		SELECT d.uid, ?, s.id, s.fingerprint, `+lastActivity+`, `+userColumns+`
		FROM staging.difference AS d CROSS JOIN staging.user AS s ON s.seq = d.seq`, p.source)
}

// writeAssignments writes the assignments of the users that differ.
func (p *publishing) writeAssignments(ctx context.Context) error {
	count := &p.counts.Assignments
	if p.changed {
		var err error
		if p.first {
			count.Added, err = p.change(ctx, insertAssignments("d.added"))
		} else {
			err = p.changeAssignments(ctx)
		}
		if err != nil {
			return err
		}
	}
	var err error
	// There are no others in the staging file than of these users.
	count.Total, err = p.count(ctx, "SELECT count(*) FROM staging.assignment")
	return err
}

// insertAssignments copies the staged assignments of those users in difference
// for which condition holds.
func insertAssignments(condition string) string {
	return `INSERT INTO main.assignment (uid, sku, detail) ` + stagedAssignments(condition)
}

func stagedAssignments(condition string) string {
	return `SELECT d.uid, k.sku, t.detail FROM staging.assignment AS a
		CROSS JOIN staging.difference AS d ON d.seq = a.seq AND ` + condition + `
		CROSS JOIN staging.sku_number AS k ON k.staged = a.sku
		CROSS JOIN staging.detail_number AS t ON t.staged = a.detail`
}

func (p *publishing) changeAssignments(ctx context.Context) error {
	if err := p.exec(ctx, `CREATE TABLE staging.assigned (uid INTEGER, sku INTEGER, detail INTEGER, PRIMARY KEY (uid, sku)) WITHOUT ROWID;
		INSERT INTO staging.assigned `+stagedAssignments("NOT d.added")); err != nil {
		return err
	}
	count := &p.counts.Assignments
	for _, change := range []struct {
		rows *int64
		text string
	}{
		{&count.Removed, `DELETE FROM main.assignment WHERE uid IN (SELECT uid FROM staging.difference WHERE NOT added)
			AND NOT EXISTS (SELECT 1 FROM staging.assigned AS n WHERE n.uid = assignment.uid AND n.sku = assignment.sku)`},
		{&count.Changed, `UPDATE main.assignment SET detail = n.detail FROM staging.assigned AS n
			WHERE n.uid = assignment.uid AND n.sku = assignment.sku AND n.detail <> assignment.detail`},
		{&count.Added, `INSERT INTO main.assignment (uid, sku, detail)
			SELECT n.uid, n.sku, n.detail FROM staging.assigned AS n
			WHERE NOT EXISTS (SELECT 1 FROM main.assignment AS a WHERE a.uid = n.uid AND a.sku = n.sku)`},
		{&count.Added, insertAssignments("d.added")},
	} {
		rows, err := p.change(ctx, change.text)
		if err != nil {
			return err
		}
		*change.rows += rows
	}
	return nil
}

// writeFullText brings the full-text index up to date.
func (p *publishing) writeFullText(ctx context.Context) error {
	switch {
	case !p.changed:
		return nil
	case p.search != nil:
		return p.takeSearchBuild(ctx)
	case p.reload:
		return p.inv.rebuildFullText(ctx, p.conn)
	default:
		return p.inv.index(ctx, p.conn, "SELECT uid FROM staging.difference")
	}
}

// writeActivity brings the last activity of users up to date that were not
// written because of something else.
func (p *publishing) writeActivity(ctx context.Context) error {
	if p.first || p.same {
		return nil
	}
	if err := p.exec(ctx, "CREATE TABLE staging.activity (uid INTEGER PRIMARY KEY, day INTEGER NOT NULL)"); err != nil {
		return err
	}
	// Both are read in the order of names, and only indexes.
	differ, err := p.change(ctx, `INSERT INTO staging.activity
		SELECT u.uid, coalesce(g.last_activity, 0)
		FROM main.user AS u INDEXED BY user_upn LEFT JOIN main.usage AS g ON g.upn = u.user_principal_name AND g.source = u.source
		WHERE u.source = ? AND u.last_activity <> coalesce(g.last_activity, 0) ORDER BY u.uid`, p.source)
	if err != nil || differ == 0 {
		return err
	}
	p.usage = true
	if differ*reloadFraction > p.counts.Users.Total {
		if err := p.dropIndexes(ctx, "user_upn", "user_activity"); err != nil {
			return err
		}
	}
	if err := p.exec(ctx, "UPDATE main.user SET last_activity = a.day FROM staging.activity AS a WHERE a.uid = user.uid"); err != nil {
		return err
	}
	return p.restoreIndexes(ctx)
}
