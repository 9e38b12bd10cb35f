namespace ScanDeputy.Server.Platform.Texts;

/// <summary>A validator's rule that says what it asks for, so that a page and the description of the API say the same.</summary>
public interface IDescribedRule
{
    /// <summary>Whether something must be there.</summary>
    bool Needed { get; }

    /// <summary>Fewest characters of a text, or elements of a list.</summary>
    int? Least => null;

    /// <summary>Most characters of a text, or elements of a list.</summary>
    int? Most => null;

    /// <summary>Values of a closed list; null where there is none.</summary>
    IReadOnlyList<string>? Choices => null;
}

/// <summary>Says which texts a property of an answer, or a value of a query, may have.</summary>
public interface IClosedList
{
    static abstract IReadOnlyList<string> Values { get; }
}

/// <summary>The same for a property or a parameter: one of these texts and no other.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public class ClosedListAttribute(params string[] values) : Attribute
{
    public IReadOnlyList<string> Values => values;
}

/// <inheritdoc cref="ClosedListAttribute"/>
public sealed class ClosedListAttribute<T>() : ClosedListAttribute([.. T.Values])
    where T : IClosedList;
