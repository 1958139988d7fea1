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

// Error implements error.
func (e *OwnerError) Error() string { return e.Message().String() }

// Message implements [connector.Explained].
func (e *OwnerError) Message() connector.Message {
	data := connector.Data{"Dir": e.Dir, "Owner": e.Owner, "Self": e.Self}
	if e.Parent == "" {
		return connector.Message{ID: "folder.owner", Data: data}
	}
	data["Parent"] = e.Parent
	return connector.Message{ID: "folder.owner.parent", Data: data}
}

// ClosedError means that a folder in the one that was looked at cannot be looked into.
type ClosedError struct {
	// Name is its path in that.
	Name string
	Err  error
}

// Error implements error.
func (e *ClosedError) Error() string { return e.Err.Error() }

// Unwrap returns what the operating system said.
func (e *ClosedError) Unwrap() error { return e.Err }

// homeError means that root works with the home folder of another account, as some kinds
// of sudo let it: what it makes there, that account can no longer use. The environment
// variable names another one.
func homeError(home, variable string, of *OwnerError) error {
	return connector.NewError(connector.Message{ID: "folder.home", Data: connector.Data{
		"Home": home, "Owner": of.Owner, "Self": of.Self, "Variable": variable,
	}}, nil)
}

// partOwnerError means that something in the folder belongs to another account, as
// what a command as root has left behind in an earlier version.
func partOwnerError(dir, path, owner, self string) error {
	return connector.NewError(connector.Message{ID: "folder.part-owner", Data: connector.Data{
		"Path": path, "Owner": owner, "Self": self,
		"Command": fmt.Sprintf("chown -hR %s %s", connector.ShellWord(self), connector.ShellWord(dir)),
	}}, nil)
}

// linkError means that a symbolic link, or else something that is neither a file nor a
// folder, stands in the folder: what is written there would go elsewhere.
func linkError(path string, symbolic bool) error {
	data := connector.Data{"Path": path}
	if symbolic {
		return connector.NewError(connector.Message{ID: "folder.link", Data: data}, nil)
	}
	return connector.NewError(connector.Message{ID: "folder.special-file", Data: data}, nil)
}

// openError means that other accounts can write to the folder or to something in it.
// The command closes it; it is empty where there is none.
func openError(path, command string) error {
	data := connector.Data{"Path": path, "Command": command}
	if command == "" {
		return connector.NewError(connector.Message{ID: "folder.open-to-others.properties", Data: data}, nil)
	}
	return connector.NewError(connector.Message{ID: "folder.open-to-others", Data: data}, nil)
}
