using System.Collections;
using ScanDeputy.Domain;
using ScanDeputy.Server.Platform.Texts;

namespace ScanDeputy.Server.Platform.Http.Input;

/// <summary>The texts of a request that did not come as JSON, such as a form's: those that cannot be carried are named by field and position.</summary>
internal static class TextFields
{
    private const string OurNames = "ScanDeputy.";

    public static Refusal? Check(object request)
    {
        var faults = new InputFaults();
        Walk(request, "", faults);
        return faults.ToRefusal();
    }

    private static void Walk(object? value, string path, InputFaults faults)
    {
        if (value is string text)
        {
            if (!WrittenText.IsCarried(text))
                faults.Add(path, "field_control_characters", path);
        }
        else if (value is IEnumerable list)
        {
            var i = 0;
            foreach (var element in list)
                Walk(element, $"{path}[{i++}]", faults);
        }
        else if (value?.GetType() is { IsEnum: false } type && type.FullName!.StartsWith(OurNames, StringComparison.Ordinal))
        {
            foreach (var property in type.GetProperties().Where(property => property.GetIndexParameters().Length == 0))
                Walk(property.GetValue(value), JsonShape.Join(path, System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(property.Name)), faults);
        }
    }
}
