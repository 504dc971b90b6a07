using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace AuditDashboard.SignIn;

/// <summary>In the page header: who is signed in and the way out, or that nobody signs in here.</summary>
public sealed partial class PersonCorner
{
    private Person? _person;

    [CascadingParameter]
    private Task<AuthenticationState>? State { get; set; }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => _person = State is null ? null : Person.From((await State).User);
}
