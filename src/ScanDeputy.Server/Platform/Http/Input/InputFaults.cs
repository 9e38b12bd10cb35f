using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Platform.Http.Input;

/// <summary>What is wrong with which field, in the order of finding.</summary>
internal sealed class InputFaults
{
    // A body of nothing but faults should not make an answer larger than itself.
    private const int Most = 50;

    private readonly Dictionary<string, IReadOnlyList<string>> _fields = new(StringComparer.Ordinal);

    /// <param name="field">With position: <c>attachmentIds[0]</c>.</param>
    /// <param name="text">The key of the sentence.</param>
    /// <param name="values">What stands in the sentence.</param>
    public void Add(string field, string text, params object?[] values)
    {
        if (_fields.Count < Most)
            _fields.TryAdd(field, [ErrorTexts.Field(text, values)]);
    }

    public Refusal? ToRefusal() => _fields.Count == 0 ? null : new Refusal(ErrorCodes.Invalid) { Fields = _fields };
}
