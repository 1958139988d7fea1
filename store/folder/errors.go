package folder

import (
	"fmt"

	"inventorybeacon/connector"
)

// OwnerError means that the folder belongs to another account, which could no longer
// use it once this one has written to it.
type OwnerError struct {
	Dir string
	// Owner is the account that it belongs to, Self the one that this process runs as.
	Owner, Self string
	// Parent is set for a folder that is not there yet, or that cannot be reached: this
	// is what belongs to Owner.
	Parent string
}

func (e *OwnerError) Error() string {
	if e.Parent != "" {
		return fmt.Sprintf("%s, in which %s is or would be made, belongs to %s, not to %s", e.Parent, e.Dir, e.Owner, e.Self)
	}
	return fmt.Sprintf("%s belongs to %s, not to %s", e.Dir, e.Owner, e.Self)
}

// Advice implements [connector.Advised].
func (e *OwnerError) Advice() connector.Advice {
	advice := connector.Advice{
		Message: fmt.Sprintf("The data directory %s belongs to %s, and you are %s; nothing was changed.", e.Dir, e.Owner, e.Self),
		Action:  fmt.Sprintf("Run it as %s, or choose a folder of your own with --data.", e.Owner),
	}
	if e.Parent != "" {
		advice.Message = fmt.Sprintf("The place of the data directory %s is the folder %s, which belongs to %s, and you are %s; nothing was changed.", e.Dir, e.Parent, e.Owner, e.Self)
	}
	return advice
}

// HomeError means that root works with the home folder of another account, as some kinds
// of sudo let it: what it makes there, that account can no longer use.
type HomeError struct {
	Home, Owner, Self string
	// Variable is the environment variable that names another one.
	Variable string
}

func (e *HomeError) Error() string {
	return fmt.Sprintf("%s (%s) belongs to %s, not to %s", e.Home, e.Variable, e.Owner, e.Self)
}

// Advice implements [connector.Advised].
func (e *HomeError) Advice() connector.Advice {
	return connector.Advice{
		Message: fmt.Sprintf("The window would keep files in the folder %s, which belongs to %s, and you are %s; nothing was changed.", e.Home, e.Owner, e.Self),
		Action:  fmt.Sprintf("Run it as %s, or set the environment variable %s to a folder of your own.", e.Owner, e.Variable),
	}
}

// PartOwnerError means that something in the folder belongs to another account, as
// what a command as root has left behind in an earlier version.
type PartOwnerError struct{ Dir, Path, Owner, Self string }

func (e *PartOwnerError) Error() string {
	return fmt.Sprintf("%s belongs to %s, not to %s", e.Path, e.Owner, e.Self)
}

// Advice implements [connector.Advised].
func (e *PartOwnerError) Advice() connector.Advice {
	return connector.Advice{
		Message: fmt.Sprintf("%s in the data directory belongs to %s, and the data directory to %s; nothing was changed.", e.Path, e.Owner, e.Self),
		Action:  fmt.Sprintf("Give everything in it back, as root: chown -hR %s %s", connector.ShellWord(e.Self), connector.ShellWord(e.Dir)),
	}
}

// LinkError means that a link, or something else that is neither a file nor a folder,
// stands in the folder: what is written there would go elsewhere.
type LinkError struct {
	Path string
	// Link says that it is a symbolic link.
	Link bool
}

func (e *LinkError) Error() string { return e.Path + " is " + e.what() }

func (e *LinkError) what() string {
	if e.Link {
		return "a symbolic link"
	}
	return "neither a file nor a folder"
}

// Advice implements [connector.Advised].
func (e *LinkError) Advice() connector.Advice {
	return connector.Advice{
		Message: fmt.Sprintf("%s in the data directory is %s, which is not followed; nothing was changed.", e.Path, e.what()),
		Action:  "Put what it stands for in its place, or name the folder that holds everything with --data.",
	}
}

// KindError means that a folder stands where a file of the program belongs, or the
// other way round.
type KindError struct {
	Path string
	// Wanted is what belongs there: "a file" or "a folder".
	Wanted string
}

func (e *KindError) Error() string { return fmt.Sprintf("%s is not %s", e.Path, e.Wanted) }

// Advice implements [connector.Advised].
func (e *KindError) Advice() connector.Advice {
	return connector.Advice{
		Message: fmt.Sprintf("%s in the data directory is not %s, as it has to be; nothing was changed.", e.Path, e.Wanted),
		Action:  "Move it out of the data directory; when you have a backup of what belongs there, put that in its place.",
	}
}

// OpenToOthersError means that other accounts can write to the folder or to something
// in it.
type OpenToOthersError struct {
	Path string
	// Command closes it; empty where there is no such command.
	Command string
}

func (e *OpenToOthersError) Error() string { return "other accounts can write to " + e.Path }

// Advice implements [connector.Advised].
func (e *OpenToOthersError) Advice() connector.Advice {
	advice := connector.Advice{
		Message: fmt.Sprintf("Other accounts of this computer can write to %s, which belongs to the data directory; nothing was changed.", e.Path),
		Action:  "Close it to them with: " + e.Command,
	}
	if e.Command == "" {
		advice.Action = "Take the right to write from them in its properties, or name a folder that does not exist with --data: it is made for you alone."
	}
	return advice
}

// NetworkError means that the folder is on a network drive. SQLite's write-ahead log
// needs memory that all processes share, which they cannot across a network
// (sqlite.org/wal.html), and locks that network file systems seldom keep
// (sqlite.org/howtocorrupt.html, 2.1).
type NetworkError struct {
	Dir string
	// System is the file system, as NFS.
	System string
}

func (e *NetworkError) Error() string {
	return fmt.Sprintf("%s is on a network drive (%s)", e.Dir, e.System)
}

// Advice implements [connector.Advised].
func (e *NetworkError) Advice() connector.Advice {
	return connector.Advice{
		Message: fmt.Sprintf("The data directory %s is on a network drive (%s), where SQLite's write-ahead log does not work and files can be damaged; nothing was changed.", e.Dir, e.System),
		Action:  "Choose a folder on a disk of this computer with --data. To insist, set the environment variable " + AllowVariable + "=1; then only one computer may use the folder.",
	}
}
