using System.CommandLine;
using AuditDashboard.Settings;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Clusters;
using AuditDashboard.Storage.Credentials;

namespace AuditDashboard.Commands.Access;

/// <summary>What the verbs of <c>access</c> have in common.</summary>
internal static class AccessOptions
{
    /// <summary><c>NAME</c>.</summary>
    public static Argument<string> Name(string description) => new("NAME") { Description = description };

    /// <summary><c>--role</c>.</summary>
    public static Option<string> Role()
    {
        var option = new Option<string>("--role")
        {
            Description = $"What they may do: {string.Join(", ", RoleWords.All)}. Default: {RoleWords.Of(DashboardRole.Viewer)}.",
            HelpName = "ROLE",
            DefaultValueFactory = _ => RoleWords.Of(DashboardRole.Viewer),
        };
        return option.AcceptOnlyFromAmong([.. RoleWords.All]);
    }

    /// <summary><c>--clusters</c>.</summary>
    public static Option<string[]> Clusters() => new("--clusters")
    {
        Description = "The clusters that the role is limited to, with commas between. Default: all.",
        HelpName = "NAME,…",
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>Reads the clusters.</summary>
    /// <exception cref="CommandFailure">A name is blank.</exception>
    public static ClusterScope ReadClusters(string[]? written) =>
        written is null or [] ? ClusterScope.All
        : GrantSettings.ReadClusters([.. written.SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries))])
            ?? throw new CommandFailure(ExitCodes.BadRequest, $"--clusters is '{string.Join(',', written)}'. Write names of clusters with commas between, or {GrantSettings.AllClusters} alone for all.");

    /// <summary><c>--for</c>.</summary>
    public static Option<string?> For(string description) => new("--for") { Description = description, HelpName = "DURATION" };

    /// <summary>Checks a name.</summary>
    /// <exception cref="CommandFailure">It cannot be a person's.</exception>
    public static string ReadName(string name) =>
        PersonName.FindProblem(name) is { } problem ? throw new CommandFailure(ExitCodes.BadRequest, $"NAME {problem}") : name;

    /// <summary>Reads the role, which the option has checked.</summary>
    public static DashboardRole ReadRole(string? word) => RoleWords.Find(word ?? "") ?? DashboardRole.Viewer;

    /// <summary>Reads a duration within bounds.</summary>
    /// <exception cref="CommandFailure">It is none, or outside of them.</exception>
    public static TimeSpan ReadDuration(string? text, TimeSpan fallback, TimeSpan min, TimeSpan max) =>
        text is null ? fallback
        : DurationText.TryParse(text, out var duration) && duration >= min && duration <= max ? duration
        : throw new CommandFailure(
            ExitCodes.BadRequest, $"--for is '{text}'. Write a duration from {DurationText.Print(min)} to {DurationText.Print(max)}, such as {DurationText.Print(fallback)}.");

    /// <summary>Reads all settings; access can be given only where somebody signs in.</summary>
    /// <exception cref="CommandFailure">Nobody does, or the settings are wrong.</exception>
    public static DashboardSettings LoadTokenMode()
    {
        var settings = CommandServices.LoadSettings();
        return settings.SignIn.Mode != SignInMode.Loopback
            ? settings
            : throw new CommandFailure(ExitCodes.Failure, "SignIn:Mode is Loopback, where nobody signs in. Write Token into SignIn:Mode, for the server too, to give access.");
    }
}
