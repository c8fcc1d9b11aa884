# language: zh-CN
@v3 @person @page @sms
功能: 结果页与跳转
  依据: auth3/rx8igf redirectConfig

  @PSN-REDIRECT-01 @browser
  场景: 从结果页返回调用方，地址不变
    依据: auth3/rx8igf redirectConfig；返回时附加的参数 Unknown，本项目的选择：不附加
    假如 一个未实名的人
    而且 调用方为他申请了实名链接
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    而且 他完成了手机号认证
    当 他点击「返回」
    那么 浏览器回到了调用方的跳转地址

  @PSN-REDIRECT-02
  场景大纲: 实名认证模式的倒计时：传<传入>
    假如 一个未实名的人
    而且 调用方为他申请了实名链接
      | redirectConfig.redirectDelayTime | <传入> |
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    当 他完成手机号认证
    那么 页面在<秒>秒后跳转到调用方

    例子:
      | 传入 | 秒 |
      | 缺   | 5  |
      | "9"  | 5  |
      | "1"  | 5  |
      | 9    | 5  |
      | abc  | 5  |
      | "-1" | 5  |

  @PSN-REDIRECT-03
  场景大纲: 授权认证模式的倒计时：传<传入>
    假如 一个未实名的人
    而且 调用方为他申请了授权链接，权限为"get_psn_identity_info"
      | redirectConfig.redirectDelayTime | <传入> |
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    当 他完成手机号认证
    那么 页面在<秒>秒后跳转到调用方

    例子:
      | 传入 | 秒 |
      | 缺   | 3  |
      | "9"  | 9  |
      | 9    | 9  |

  @PSN-REDIRECT-04
  场景: 延迟为0时跳过结果页
    假如 一个未实名的人
    而且 调用方为他申请了实名链接
      | redirectConfig.redirectDelayTime | "0" |
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    当 他完成手机号认证
    那么 浏览器回到了调用方的跳转地址

  @PSN-REDIRECT-05
  场景: 没有跳转地址时停在结果页
    假如 一个未实名的人
    而且 调用方为他申请了实名链接
      | redirectConfig | {"redirectDelayTime": "0"} |
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    当 他完成手机号认证
    那么 认证结果是通过
    而且 页面没有「返回」
    而且 页面不会自动跳转

  @PSN-REDIRECT-06
  场景: 没有放行的外部域名先给出提醒
    依据: auth3/rx8igf redirectUrl（您即将访问的页面可能有安全风险）
    假如 一个未实名的人
    而且 调用方为他申请了实名链接
      | redirectConfig | {"redirectUrl": "https://caller.example.com/done"} |
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    而且 他完成了手机号认证
    当 他点击「返回」
    那么 页面是「外部链接提醒」
    而且 页面有「停止访问」

  @PSN-REDIRECT-07
  场景大纲: 授权认证模式延迟为0时跳过结果页：传<传入>
    假如 一个未实名的人
    而且 调用方为他申请了授权链接，权限为"get_psn_identity_info"
      | redirectConfig.redirectDelayTime | <传入> |
    而且 他在电脑上打开了链接
    而且 他完成了应用授权
    当 他完成手机号认证
    那么 浏览器回到了调用方的跳转地址

    例子:
      | 传入 |
      | "0"  |
      | 0    |

  @PSN-REDIRECT-08
  场景大纲: 授权认证模式的延迟不是秒数：<传入>
    依据: codemsg-v3/agi7xuv4yrw1i8f3 1450003
    假如 一个未实名的人
    当 调用方为他申请授权链接，权限为"get_psn_identity_info"
      | redirectConfig.redirectDelayTime | <传入> |
    那么 错误码是1450003

    例子:
      | 传入 |
      | abc  |
      | "-1" |
