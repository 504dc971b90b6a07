using AuditDashboard.Explore.Editing;
using AuditDashboard.Shared.Text;
using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.SavedQueries;

namespace AuditDashboard.Explore;

/// <summary>Saved queries of the page.</summary>
public sealed partial class ExplorePage
{
    private async Task SaveAsync(SaveRequest asked)
    {
        var text = _editor is { } editor ? await editor.ReadAsync() : FirstText;
        _problem = FaultOf(text);
        if (_problem is not null)
        {
            return;
        }

        try
        {
            var person = await People.RequireAsync(asked.IsShared ? DashboardRole.Reviewer : DashboardRole.Viewer, Lifetime);
            await Saved.SaveAsync(person.Name, asked.Name, text, asked.Note, asked.IsShared, Lifetime);
            await Activity.AddAsync(
                ActivityKind.SavedQuery, person, $"Saved the query \"{asked.Name}\"{(asked.IsShared ? ", shared with all" : "")}: {text}", address: null, Lifetime);
            _isSaving = false;
            _said = $"Saved as {LogSegments.ToPlain(asked.Name, 120)}.";
            await RefreshAsync();
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

    private async Task RemoveAsync(SavedQuery query)
    {
        try
        {
            _problem = null;
            var person = await People.RequireAsync(DashboardRole.Viewer, Lifetime);
            await Saved.RemoveAsync(person.Name, query.Id, Lifetime);
            await Activity.AddAsync(ActivityKind.SavedQuery, person, $"Removed the query \"{query.Name}\".", address: null, Lifetime);
            _said = $"Removed {LogSegments.ToPlain(query.Name, 120)}.";
            await RefreshAsync();
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
