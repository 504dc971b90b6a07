using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Credentials;
using Microsoft.AspNetCore.Components;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Sharing.OpenLinks;

/// <summary>On a snapshot's page, for reviewers: makes and ends links to it that need no sign-in. Draws nothing where such links are off.</summary>
public sealed partial class OpenLinkBox : IDisposable
{
    private static readonly int[] AllChoices = [1, 3, 7, 14, 30, 60, 90];

    private readonly CancellationTokenSource _lifetime = new();
    private IReadOnlyList<Credential> _links = [];
    private Person? _person;
    private string? _made;
    private string? _problem;
    private int _days = 1;

    /// <summary>The snapshot.</summary>
    [Parameter, EditorRequired]
    public SnapshotManifest Manifest { get; set; } = null!; // required

    [Inject]
    private OpenLinkDesk Desk { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private CurrentPerson People { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private SignInOptions Options { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private NavigationManager Navigation { get; set; } = null!; // set by the framework before any method runs

    private IEnumerable<int> Choices => AllChoices.Where(days => days == 1 || TimeSpan.FromDays(days) <= Desk.Longest);

    /// <inheritdoc/>
    public void Dispose()
    {
        _lifetime.Cancel();
        _lifetime.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _person = await People.FindAsync();
        if (Desk.IsOn)
        {
            await TryAsync(_ => Task.CompletedTask);
        }
    }

    private Task MakeAsync() => TryAsync(async by => _made = ShareAddress.Of(await Desk.MakeAsync(Manifest, TimeSpan.FromDays(_days), by, _lifetime.Token), Options, Navigation));

    private Task RevokeAsync(long id) => TryAsync(by => Desk.RevokeAsync(Manifest.Code, id, by, _lifetime.Token));

    // A button that is not there protects nothing: whoever asks is asked for again.
    private async Task TryAsync(Func<Person, Task> act)
    {
        try
        {
            if (_person?.May(DashboardRole.Reviewer) == true)
            {
                await act(await People.RequireAsync(DashboardRole.Reviewer, _lifetime.Token));
                _links = await Desk.ListAsync(Manifest.Code, _lifetime.Token);
                _problem = null;
            }
        }
        catch (NotAllowedException exception)
        {
            _problem = exception.Message;
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
        }
        catch (Exception exception) when (exception is StorageException or SqliteException)
        {
            _problem = "The links could not be read or written. Try again.";
        }
    }
}
