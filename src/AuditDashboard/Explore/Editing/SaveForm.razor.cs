using AuditDashboard.SignIn;
using AuditDashboard.Storage.Credentials;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Explore.Editing;

/// <summary>Name, note and audience of a query that is to be kept.</summary>
public sealed partial class SaveForm
{
    private string _name = "";
    private string _note = "";
    private bool _isShared;
    private string? _problem;

    /// <summary>The reader.</summary>
    [Parameter, EditorRequired]
    public required Person? Person { get; set; }

    /// <summary>The reader asked to save.</summary>
    [Parameter, EditorRequired]
    public EventCallback<SaveRequest> OnSaved { get; set; }

    /// <summary>The reader closed the form.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnClosed { get; set; }

    private bool MayShare => Person?.May(DashboardRole.Reviewer) == true;

    private Task SubmitAsync()
    {
        if (string.IsNullOrWhiteSpace(_name))
        {
            _problem = "Write a name.";
            return Task.CompletedTask;
        }

        _problem = null;
        return OnSaved.InvokeAsync(new SaveRequest(_name.Trim(), _note.Trim(), _isShared));
    }
}

/// <summary>What a query is to be saved as.</summary>
public sealed record SaveRequest(string Name, string Note, bool IsShared);
