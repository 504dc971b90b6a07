using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.Sharing;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Sharing;

/// <summary>All short links: who made them and where they lead. Reviewers revoke their own, administrators any.</summary>
public sealed partial class LinksPage
{
    private const int MaxShown = 500;

    private Person? _person;
    private string? _problem;

    [Inject]
    private ShortLinkStore Links { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private CurrentPerson People { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private ActivityLog Activity { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private SignInOptions Options { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private NavigationManager Navigation { get; set; } = null!; // set by the framework before any method runs

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _person = await People.FindAsync();
        await ReloadAsync();
    }

    /// <inheritdoc/>
    protected override async Task<IReadOnlyList<ShortLink>> LoadAsync(CancellationToken cancellationToken)
    {
        await People.RequireAsync(DashboardRole.Reviewer, cancellationToken);
        return await Links.GetAsync(MaxShown, cancellationToken);
    }

    private bool MayRevoke(ShortLink link) => _person is { } person && (person.May(DashboardRole.Administrator) || person.Name == link.Owner);

    private async Task RevokeAsync(ShortLink link)
    {
        try
        {
            var person = await People.RequireAsync(DashboardRole.Reviewer, Lifetime);
            var onlyOwner = person.May(DashboardRole.Administrator) ? null : person.Name;
            if (await Links.RevokeAsync(link.Code, person.Name, onlyOwner, Lifetime))
            {
                _problem = null;
                await Activity.AddAsync(ActivityKind.Share, person, $"Revoked {ShareWords.Of(link)}", address: null, Lifetime);
            }
            else
            {
                _problem = "Nothing was revoked: the link is revoked already, or is somebody else's.";
            }

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
