# Takes licenses back from users of a Microsoft 365 tenant. Made by Inventory Beacon, %s UTC.
#
# Read it before you run it. Without -Apply it changes nothing and says what it would do;
# with -Apply it asks before each license (-Confirm:$false does not). Where it begins it says how many
# assignments it removes, how many licenses become free by that, and which groups somebody has to change:
# that stands in $summary, behind the licenses.
#
#     Install-Module Microsoft.Graph.Authentication -Scope CurrentUser
#     .\this-script.ps1
#     .\this-script.ps1 -Apply
#
# Mail and files of users without a license are deleted by Microsoft after some time.

#Requires -Version 5.1
#Requires -Modules Microsoft.Graph.Authentication

[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
param(
    # Make the changes, instead of saying what they would be.
    [switch] $Apply
)

Set-StrictMode -Off
$ErrorActionPreference = 'Stop'
if (-not $Apply) { $WhatIfPreference = $true }

# The licenses: who has them, what is taken back, and what is given instead.
$licenses = @(
