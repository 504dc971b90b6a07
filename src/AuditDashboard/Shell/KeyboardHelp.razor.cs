namespace AuditDashboard.Shell;

/// <summary>The list of keys; js/shell.js listens to them.</summary>
public sealed partial class KeyboardHelp
{
    private static readonly (string Keys, string What)[] Keys =
    [
        ("?", "This list"),
        ("g o", "Overview"),
        ("g c", "Changes"),
        ("g a", "aws-auth"),
        ("g s", "Secrets"),
        ("g n", "Anonymous"),
        ("g l", "Collection"),
        ("g q", "Queries"),
        ("/", "Search"),
        ("t", "Time range"),
        ("l", "Copy a link to this view"),
        ("j", "Next row of the list"),
        ("k", "Previous row of the list"),
        ("Enter", "Open the row"),
        ("Esc", "Close what is open"),
    ];

    private bool _isOpen;

    private void Toggle() => _isOpen = !_isOpen;
}
