using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace AuditDashboard.Tests.SignIn.Commands;

/// <summary>Which methods of the product a method may call, read out of what the compiler made: calls, delegates that are made, and the bodies of asynchronous methods. Calls of interfaces and overrides are not followed.</summary>
internal sealed class CallGraph
{
    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!) // a static field needs no object, and all of this class are filled
        .ToDictionary(code => code.Value);

    private readonly Dictionary<MethodBase, IReadOnlyList<MethodBase>> _calls = [];

    /// <summary>All that this method may come to call, and itself.</summary>
    /// <param name="method">The method.</param>
    /// <param name="isLeftOut">True for what is not followed.</param>
    public HashSet<MethodBase> ReachedFrom(MethodBase method, Func<MethodBase, bool> isLeftOut)
    {
        var reached = new HashSet<MethodBase> { method };
        var open = new Stack<MethodBase>(reached);
        while (open.TryPop(out var next))
        {
            foreach (var called in CalledBy(next).Where(called => !isLeftOut(called) && reached.Add(called)))
            {
                open.Push(called);
            }
        }

        return reached;
    }

    /// <summary>What this method calls itself.</summary>
    public IReadOnlyList<MethodBase> CalledBy(MethodBase method)
    {
        if (!_calls.TryGetValue(method, out var called))
        {
            _calls[method] = called = IsOurs(method) ? [.. Read(method)] : [];
        }

        return called;
    }

    private static bool IsOurs(MethodBase method) => method.Module.Assembly.GetName().Name?.StartsWith("AuditDashboard", StringComparison.Ordinal) == true;

    private static IEnumerable<MethodBase> Read(MethodBase method)
    {
        if (method.GetCustomAttribute<StateMachineAttribute>() is { } machine)
        {
            yield return Definition(machine.StateMachineType.GetMethod("MoveNext", BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public)!); // every state machine has it
        }

        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var at = 0; at < code.Length;)
        {
            var isLong = code[at] == 0xFE;
            var operation = Codes[isLong ? unchecked((short)(0xFE00 | code[at + 1])) : code[at]];
            at += isLong ? 2 : 1;
            if (operation.OperandType is OperandType.InlineMethod or OperandType.InlineTok && Find(method, BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at))) is { } found)
            {
                yield return found;
            }

            at += operation.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at))),
                _ => 4,
            };
        }
    }

    private static MethodBase? Find(MethodBase method, int token) =>
        method.Module.ResolveMember(token, method.DeclaringType?.GetGenericArguments(), method is MethodInfo { IsGenericMethod: true } ? method.GetGenericArguments() : null) is MethodBase called
            ? Definition(called)
            : null;

    // One method, whatever types it is called with.
    private static MethodBase Definition(MethodBase method) => IsOurs(method) ? method.Module.ResolveMethod(method.MetadataToken)! : method; // it has just been found there
}
