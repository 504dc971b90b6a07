using AuditDashboard.SignIn.Provider;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace AuditDashboard.SignIn;

/// <summary>
/// The one page that nobody needs to be somebody for: a form that uses a sign-in link up. It is drawn once, without a circuit; a script moves the
/// link's secret from the address into the form.
/// </summary>
public sealed partial class SignInPage
{
    private Person? _person;

    [Inject]
    private SignInOptions Options { get; set; } = null!; // set by the framework before any method runs

    [CascadingParameter]
    private Task<AuthenticationState>? State { get; set; }

    [SupplyParameterFromQuery(Name = SignInPaths.ReturnParameter)]
    private string? Return { get; set; }

    [SupplyParameterFromQuery(Name = SignInPaths.WhyParameter)]
    private string? Why { get; set; }

    private string? Said => Why switch
    {
        SignInEndpoints.Refused => "This link opens nothing: it may be mistyped, used already, revoked, or too old. Ask for a new one.",
        SignInEndpoints.Stale => "The page was open for too long, or its cookie is gone. Try again.",
        SignInEndpoints.SignedOut => "You are signed out.",
        ProviderSignIn.Failed => "The provider did not sign you in. Try again; if it stays so, an administrator finds the reason under Activity.",
        ProviderSignIn.NoRole => "You are signed in there, but have no role here. Ask an administrator for a group that has one.",
        ProviderSignIn.Unreachable => "The sign-in provider cannot be reached just now. Try again in a minute.",
        _ => null,
    };

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => _person = State is null ? null : Person.From((await State).User);
}
