using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.Sharing;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Sharing.Snapshots;

/// <summary>A snapshot in the list.</summary>
/// <param name="Sequence">Its place in the chain.</param>
/// <param name="Code">What stands in its address.</param>
/// <param name="Manifest">What it says of itself; null if that does not hold.</param>
/// <param name="Problem">What of its description or of the chain does not hold; null if nothing. Parts are not looked at here.</param>
/// <param name="RevokedAt">When it was revoked; null while it opens.</param>
/// <param name="RevokedBy">Who revoked it.</param>
/// <param name="IsExpired">True if its time is over, so that it opens no more.</param>
public sealed record SnapshotRow(long Sequence, string Code, SnapshotManifest? Manifest, string? Problem, DateTimeOffset? RevokedAt, string? RevokedBy, bool IsExpired);

/// <summary>All snapshots, with what of the chain does not hold. Reviewers revoke their own, administrators any.</summary>
public sealed partial class SnapshotList
{
    private Person? _person;
    private string? _problem;

    [Inject]
    private SnapshotReader Reader { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private SnapshotStore Store { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private CurrentPerson People { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private ActivityLog Activity { get; set; } = null!; // set by the framework before any method runs

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _person = await People.FindAsync();
        await ReloadAsync();
    }

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<SnapshotRow>> LoadAsync(CancellationToken cancellationToken)
    {
        await People.RequireAsync(DashboardRole.Reviewer, cancellationToken);
        return await Reader.ListAsync(SnapshotReader.MaxListed, cancellationToken);
    }

    // Whose a broken one was is not known: it is for administrators.
    private bool MayRevoke(SnapshotRow row) => _person is { } person && (person.May(DashboardRole.Administrator) || person.Name == row.Manifest?.MadeBy);

    private async Task RevokeAsync(SnapshotRow row)
    {
        try
        {
            var person = await People.RequireAsync(DashboardRole.Reviewer, Lifetime);
            if (!person.May(DashboardRole.Administrator) && person.Name != row.Manifest?.MadeBy)
            {
                throw new NotAllowedException("This snapshot is somebody else's; an administrator can revoke it.");
            }

            if (await Store.RevokeAsync(row.Code, person.Name, Lifetime))
            {
                await Activity.AddAsync(ActivityKind.Share, person, $"Revoked the snapshot {row.Code} \"{row.Manifest?.Title}\".", address: null, Lifetime);
            }

            _problem = null;
            await ReloadAsync();
        }
        catch (Exception exception) when (exception is NotAllowedException or StorageException)
        {
            _problem = exception.Message;
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
        }
    }
}
