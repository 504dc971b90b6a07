using AuditDashboard.SignIn;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Sharing;

/// <summary>The whole address of a page, as colleagues reach it.</summary>
internal static class ShareAddress
{
    /// <summary>A path of ours behind the setting <c>PublicUrl</c>; where that is not set, behind the address that this browser uses.</summary>
    public static string Of(string path, SignInOptions options, NavigationManager navigation) =>
        (options.PublicUrl is { } url ? new Uri(url, path) : navigation.ToAbsoluteUri(path)).AbsoluteUri;

    /// <summary>What keeps the address from opening elsewhere, as a sentence; null if nothing does.</summary>
    public static string? FindProblem(SignInOptions options, NavigationManager navigation) =>
        options.PublicUrl is not null ? null
        : options.Mode == SignInMode.Loopback ? "Opens on this machine only: no other machine is answered while nobody signs in."
        : new Uri(navigation.BaseUri).IsLoopback ? "Opens on this machine only: the setting PublicUrl does not say under which address others reach the dashboard."
        : "Opens only where this browser's own address leads to the dashboard: the setting PublicUrl is empty.";
}
