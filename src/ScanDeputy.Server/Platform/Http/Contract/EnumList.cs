using System.Text.Json;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Platform.Http.Contract;

/// <summary>The names of an enum as the API writes them, where a value of it is read from a text or written as one.</summary>
public sealed class EnumList<T> : IClosedList
    where T : struct, Enum
{
    private EnumList()
    {
    }

    static IReadOnlyList<string> IClosedList.Values { get; } = [.. Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName)];
}
