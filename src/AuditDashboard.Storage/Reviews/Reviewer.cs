using System.Text;

namespace AuditDashboard.Storage.Reviews;

/// <summary>Who opens, marks or closes a review.</summary>
/// <param name="Name">The name.</param>
/// <param name="IsVerified">False where the name was typed, since nobody signs in.</param>
public sealed record Reviewer(string Name, bool IsVerified)
{
    /// <summary>What tells people apart: neither capitals nor look-alike forms of the same letters, nor whether they signed in, make two of one.</summary>
    public string Key => Name.Trim().Normalize(NormalizationForm.FormKC).ToUpperInvariant();
}
