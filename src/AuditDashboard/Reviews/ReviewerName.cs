using AuditDashboard.SignIn;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.Reviews;

namespace AuditDashboard.Reviews;

/// <summary>Under which name this browser window reviews: the one that signed in, or one that is typed where nobody signs in. Scoped: one per browser window.</summary>
public sealed class ReviewerName(CurrentPerson people)
{
    /// <summary>The typed name; without meaning where people sign in.</summary>
    public string Typed { get; set; } = "";

    /// <summary>The reviewer, if the role allows it.</summary>
    /// <exception cref="NotAllowedException">The role does not, or there is no name; the message is a sentence for people.</exception>
    public async Task<Reviewer> RequireAsync(CancellationToken cancellationToken)
    {
        var person = await people.RequireAsync(DashboardRole.Reviewer, cancellationToken);
        if (person.IsSignedIn)
        {
            return new Reviewer(person.Name, IsVerified: true);
        }

        var name = Typed.Trim();
        return name.Length == 0 ? throw new NotAllowedException("Write your name: nobody signs in here, and a review names who says what.")
            : PersonName.FindProblem(name) is { } problem ? throw new NotAllowedException("Your name " + problem)
            : new Reviewer(name, IsVerified: false);
    }
}
