using AuditDashboard.Shared.Scope;

namespace AuditDashboard.Shell;

/// <summary>A page of the navigation.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Path">Its path; what lies below it belongs to it.</param>
/// <param name="Url">Its address with a cluster and a time range.</param>
/// <param name="StartsGroup">Whether a line stands before it.</param>
internal sealed record NavPage(string Name, string Path, Func<PageScope, string> Url, bool StartsGroup = false)
{
    /// <summary>The pages of its section, itself among them, which a second line shows on each of them; none for a page that stands alone.</summary>
    public IReadOnlyList<NavPage> Section { get; init; } = [];

    /// <summary>Whether a path is that of the page.</summary>
    public bool Holds(string path) => Path == "/" ? path == "/" : path == Path || path.StartsWith(Path + "/", StringComparison.Ordinal);

    /// <summary>Whether a path is that of the page, or of another of its section.</summary>
    public bool HoldsSection(string path) => Holds(path) || Section.Any(page => page.Holds(path));
}
