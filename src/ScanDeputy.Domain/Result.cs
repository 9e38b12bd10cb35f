namespace ScanDeputy.Domain;

/// <summary>
/// An expected refusal: a stable code that programs switch on and that has a Chinese sentence. Codes are listed, append-only, in
/// <c>miniprogram-contracts/errors.json</c>.
/// </summary>
public sealed record Refusal(string Code)
{
    /// <summary>For 422: which field, and which text code. Empty when the refusal is of the whole.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Fields { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>The text code of a sentence that says more than the code's own; null where that is enough.</summary>
    public string? TextCode { get; init; }

    /// <summary>The numbers that the text of a field names, such as the most that is allowed.</summary>
    public IReadOnlyList<object> Values { get; init; } = [];

    /// <summary>What would have been possible instead; null where that is no question.</summary>
    public IReadOnlyList<string>? Alternatives { get; init; }

    /// <summary>How long until the same may be asked again; null where that is no question of time, or nobody knows.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static Refusal OfField(string field, string text) =>
        new("invalid") { Fields = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { [field] = [text] } };
}

/// <summary>A value, or the reason why there is none. Faults are exceptions; refusals are not.</summary>
public readonly struct Result<T>
{
    private readonly T? _value;

    internal Result(T? value, Refusal? refusal) => (_value, Refusal) = (value, refusal);

    public Refusal? Refusal { get; }

    public bool IsRefused => Refusal is not null;

    /// <exception cref="InvalidOperationException">It was refused.</exception>
    public T Value => Refusal is null ? _value! : throw new InvalidOperationException($"Refused: {Refusal.Code}.");

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Refusal refusal) => new(default, refusal);
}

/// <summary>Makes results where C# allows no implicit conversion (interfaces).</summary>
public static class Result
{
    public static Result<T> Of<T>(T value) => new(value, null);
}
