using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.Sharing;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Sharing;

/// <summary>Links to a view: the whole one, over a fixed window or a moving range, and a short one with a title and a note.</summary>
public sealed partial class ShareBox : IDisposable
{
    private readonly CancellationTokenSource _lifetime = new();
    private Person? _person;
    private ShortLink? _made;
    private bool _isMoving;
    private string _title = "";
    private string _note = "";
    private string? _problem;
    private bool _isFrozen;

    /// <summary>The view.</summary>
    [Parameter, EditorRequired]
    public required SharedView View { get; set; }

    /// <summary>The reader closed the box.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnClosed { get; set; }

    [Inject]
    private CurrentPerson People { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private ShortLinkStore Links { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private ActivityLog Activity { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private SignInOptions Options { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private NavigationManager Navigation { get; set; } = null!; // set by the framework before any method runs

    private string Target => _isMoving && View.Moving is { } moving ? moving : View.Fixed;

    /// <inheritdoc/>
    public void Dispose()
    {
        _lifetime.Cancel();
        _lifetime.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _title = View.Title;
        _person = await People.FindAsync();
    }

    private string AddressOf(string path) => ShareAddress.Of(path, Options, Navigation);

    private async Task MakeAsync()
    {
        var (target, texts, token) = (Target, ShareTexts.Of(_title, _note), _lifetime.Token);
        _problem = texts.FindProblem() ?? (LinkTarget.IsView(target) ? null : "This page cannot be shared by a short link.");
        if (_problem is not null)
        {
            return;
        }

        try
        {
            var person = await People.RequireAsync(DashboardRole.Reviewer, token);
            var made = await Links.CreateAsync(person.Name, target, texts.Title, texts.Note, View.Cluster ?? LinkTarget.ClusterOf(target), token);
            await Activity.AddAsync(ActivityKind.Share, person, $"Made {ShareWords.Of(made)}", address: null, token);
            (_made, _problem) = (made, null);
        }
        catch (Exception exception) when (exception is NotAllowedException or StorageException)
        {
            _problem = exception.Message;
        }
        catch (OperationCanceledException)
        {
            // The box is gone.
        }
    }
}
