using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace AuditDashboard.SignIn;

/// <summary>
/// The first message that reaches an open page after its session's end is not handled: the page goes blank with its sentence instead, without waiting
/// for <see cref="SessionRevalidation"/>'s clock. Later ones reach the blank page, which has a link to sign in again. Scoped: one per browser window.
/// </summary>
internal sealed class SessionGuard(AuthenticationStateProvider state) : CircuitHandler
{
    /// <inheritdoc/>
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) =>
        context => CircuitGate.IsAfterEnd && state is SessionRevalidation session && session.TryEnd() ? Task.CompletedTask : next(context);
}
