namespace ScanDeputy.Server.Features.Rules;

/// <summary>What dates are counted with: policies, calendars and the rule book that holds both.</summary>
public static class RulesFeature
{
    public static IServiceCollection AddRules(this IServiceCollection services) => services
        .AddSingleton<RuleBook>()
        .AddSingleton<CalendarReader>()
        .AddSingleton<CategoryLimitReader>();

    public static void MapRules(this RouteGroupBuilder api)
    {
        var calendar = api.MapGroup("/calendar");
        GetDueDate.Map(calendar);
        GetYear.Map(calendar);
    }
}
