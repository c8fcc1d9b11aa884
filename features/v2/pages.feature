# language: zh-CN
@v2 @page @sms
功能: V2核身页面
  依据: identity_service/sg2nty、paas_api/ioggbz

  @V2-PAGE-01 @notice
  场景: 打开链接不用登录，手机号认证通过
    假如 一个未实名的人
    当 调用方为他发起页面核身
      | contextInfo.contextId | order-7 |
    那么 返回数据为
      | flowId    | 非空 |
      | shortLink | 非空 |
      | url       | 非空 |
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | status | INIT |
    假如 他在电脑上打开了链接
    那么 页面是「选择认证方式」
    当 他完成手机号认证
    那么 认证结果是通过
    而且 接收方收到1个无action的回调
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | status             | SUCCESS                     |
      | authType           | INDIVIDUAL_TELECOM_3_FACTOR |
      | indivInfo.mobileNo | {手机号}                    |
      | shortLink          | 非空                        |

  @V2-PAGE-02
  场景: 短信邀请里有同一个链接
    依据: identity_service/sg2nty receiveUrlMobileNo
    假如 一个未实名的人
    当 调用方为他发起页面核身
      | receiveUrlMobileNo | "{手机号}" |
    那么 他收到的短信包含"邀请您进行实名认证"

  @V2-PAGE-03
  场景: 锁定的姓名不能改，其余可以改
    依据: identity_service/sg2nty indivUneditableInfo
    假如 一个未实名的人
    而且 调用方为他发起了页面核身
      | indivInfo.name                   | {姓名}   |
      | indivInfo.certNo                 | "{证件号}" |
      | configParams.indivUneditableInfo | ["name"] |
    而且 他在电脑上打开了链接
    当 他点击「手机号认证」
    那么 「姓名」中是"{姓名}"
    而且 「姓名」不可修改
    而且 「证件号」可以修改

  @V2-PAGE-04
  场景大纲: 链接的参数：<字段> <值>
    依据: identity_service/sg2nty；各用哪个码 Unknown，本项目的选择：公共错误码
    假如 一个未实名的人
    当 调用方为他发起页面核身
      | <字段> | <值> |
    那么 错误码是<错误码>

    例子:
      | 字段                | 值      | 错误码   |
      | authType            | PSN     | 30500101 |
      | availableAuthTypes  | ["X"]   | 30500101 |
      | receiveUrlMobileNo  | "1"     | 30500120 |
      | indivInfo.certNo    | "1"     | 30500118 |
      | maxFrequencyLimit   | 0       | 30500101 |
      | contextInfo.origin  | WATCH   | 30500101 |

  @V2-PAGE-05 @organization
  场景: 法定代表人为企业认证，不用登录
    依据: paas_api/ioggbz
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业发起了企业页面核身
    而且 他在电脑上打开了链接
    当 他完成手机号认证
    而且 他填写企业信息并同意
    那么 可选的企业认证方式依次是"alipay-quick,legal-rep,bank-transfer"
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | status     | ING          |
      | objectType | ORGANIZATION |

  @V2-PAGE-06 @organization
  场景大纲: 企业链接的参数：<字段> <值>
    依据: paas_api/ioggbz
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    当 调用方为企业发起企业页面核身
      | <字段> | <值> |
    那么 错误码是<错误码>

    例子:
      | 字段                           | 值    | 错误码   |
      | authType                       | ORG   | 30500101 |
      | orgEntity.organizationType     | 3     | 30500101 |
      | orgEntity.certNo               | "1"   | 30500101 |
      | configParams.orgUneditableInfo | ["x"] | 30500101 |

  @V2-PAGE-07
  场景大纲: 只提供指定的刷脸方式：<方式>
    依据: paas_api/ioggbz availableAuthTypes；页面上只有指定的方式 Unknown，本项目的选择：名字说的就是方式
    假如 一个未实名的人
    而且 调用方为他发起了页面核身
      | availableAuthTypes | ["PSN_FACEAUTH_BYURL_<方式>"] |
    而且 他在电脑上打开了链接
    当 他点击「人脸识别」
    那么 页面有「<有>」
    而且 页面没有「<没有>」

    例子:
      | 方式     | 有         | 没有       |
      | ZHIMA    | 支付宝     | 快捷刷脸   |
      | ESIGN    | 快捷刷脸   | 支付宝     |
      | WEIZHONG | 腾讯云刷脸 | 快捷刷脸   |
      | WE_CHAT  | 微信刷脸   | 快捷刷脸   |

  @V2-PAGE-08 @scan
  场景: 页面上用指定的腾讯云刷脸
    依据: paas_api/ioggbz availableAuthTypes
    假如 一个未实名的人
    而且 调用方为他发起了页面核身
      | availableAuthTypes | ["PSN_FACEAUTH_BYURL_WEIZHONG"] |
    而且 他在手机上打开了链接
    而且 他点击了「人脸识别」
    当 他填写本人信息并同意
    而且 他在手机上眨眼完成刷脸
    而且 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | status             | SUCCESS               |
      | authType           | FACEAUTH_TECENT_CLOUD |
      | indivInfo.faceType | 非空                  |

  @V2-PAGE-09 @organization
  场景大纲: 企业还没有在页面上填写信息，查询不说流程已结束：<查询>
    依据: identity_service/lrwgm0 INIT、hotxds INIT；其余 Unknown，本项目的选择：尚未发起
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业发起了企业页面核身
    当 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/<查询>"
    那么 错误码是<错误码>

    例子:
      | 查询                        | 错误码   |
      | transferProcess             | 0        |
      | query/reversePaymentProcess | 0        |
      | signUrl                     | 30500051 |
      | legalRepSignResult          | 30500051 |
      | template/download           | 30500101 |

  @V2-PAGE-10 @organization
  场景: 企业还没有在页面上填写信息，进度是INIT
    依据: identity_service/lrwgm0 INIT、hotxds INIT
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业发起了企业页面核身
    当 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/transferProcess"
    那么 返回数据为
      | process | INIT |
    当 调用方查询"/v2/identity/auth/pub/organization/{核身流程}/query/reversePaymentProcess"
    那么 返回数据为
      | process | INIT |

  @V2-PAGE-11 @organization
  场景: 企业链接限定经办人的认证方式
    依据: paas_api/ioggbz agentAvailableAuthTypes
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业发起了企业页面核身
      | agentAvailableAuthTypes | ["PSN_BANK4_AUTHCODE", "PSN_TELECOM_AUTHCODE"] |
    当 他在电脑上打开链接
    那么 可选的认证方式依次是"mobile,bankcard"

  @V2-PAGE-12 @organization
  场景: 企业链接对经办人用详情版
    依据: paas_api/ioggbz agentAuthAdvancedEnabled
    假如 一个手机号不是本人办理的人
    而且 法定代表人是他的一家企业
    而且 调用方为企业发起了企业页面核身
      | agentAuthAdvancedEnabled | ["PSN_TELECOM_AUTHCODE"] |
    而且 他在电脑上打开了链接
    而且 他点击了「手机号认证」
    当 他填写本人信息并同意
    那么 页面的错误指出「手机号」

  @V2-PAGE-13
  场景: 个人链接用详情版
    依据: identity_service/sg2nty authAdvancedEnabled
    假如 一个手机号不是本人办理的人
    而且 调用方为他发起了页面核身
      | authAdvancedEnabled | ["PSN_TELECOM_AUTHCODE"] |
    而且 他在电脑上打开了链接
    而且 他点击了「手机号认证」
    当 他填写本人信息并同意
    那么 页面的错误指出「手机号」

  @V2-PAGE-14 @organization
  场景: 企业链接的短信邀请
    依据: paas_api/ioggbz receiveUrlMobileNo
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    当 调用方为企业发起企业页面核身
      | receiveUrlMobileNo | "{手机号}" |
    那么 他收到的短信包含"邀请您"

  @V2-PAGE-15
  场景: 通过以后不显示结果页，直接回到调用方
    依据: identity_service/sg2nty showResultPage
    假如 一个未实名的人
    而且 调用方为他发起了页面核身
      | contextInfo.redirectUrl    | "{跳转地址}" |
      | contextInfo.showResultPage | false        |
    而且 他在电脑上打开了链接
    当 他完成手机号认证
    那么 浏览器回到了调用方的跳转地址

  @V2-PAGE-16
  场景大纲: 来自APP的链接必须带有esignAppScheme：<地址>
    依据: paas_api/eaug1b origin、redirectUrl
    假如 一个未实名的人
    当 调用方为他发起页面核身
      | contextInfo.origin      | APP    |
      | contextInfo.redirectUrl | <地址> |
    那么 错误码是<错误码>

    例子:
      | 地址                                             | 错误码   |
      | "http://127.0.0.1:1/back"                        | 30500101 |
      | "http://127.0.0.1:1/back?esignAppScheme=shop://x" | 0        |

  @V2-PAGE-17
  场景大纲: 失败次数用完，流程失败，浏览器去<地址>
    依据: identity_service/sg2nty maxFrequencyLimit、failRedirectUrl；没有failRedirectUrl时去哪里 Unknown，本项目的选择：redirectUrl
    假如 一个手机号不是本人办理的人
    而且 调用方为他发起了页面核身
      | maxFrequencyLimit     | 2        |
      | failRedirectUrl       | <失败地址> |
      | contextInfo.contextId | order-7  |
    而且 他在电脑上打开了链接
    而且 他点击了「手机号认证」
    当 他填写本人信息并同意
    那么 页面是「手机号认证」
    当 他填写本人信息并同意
    那么 页面是「认证结果」
    而且 认证结果是未通过
    而且 页面提示错误30500052
    而且 页面没有「重试」
    而且 页面在5秒后跳转到"<地址>"
    当 他点击「返回」
    那么 浏览器到了调用方的"<地址>"
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/detail"
    那么 返回数据为
      | status     | FAIL             |
      | failReason | 认证次数达到限制 |
    当 调用方查询"/v2/identity/auth/api/common/{核身流程}/outline"
    那么 返回数据为
      | failReason | 认证次数达到限制 |

    例子:
      | 失败地址          | 地址                                   |
      | {跳转地址}?fail=1 | {跳转地址}?fail=1&contextId=order-7    |
      | 缺                | {跳转地址}?contextId=order-7           |

  @V2-PAGE-18
  场景: 不显示结果页，失败时直接跳转
    依据: identity_service/sg2nty failRedirectUrl、showResultPage
    假如 一个手机号不是本人办理的人
    而且 调用方为他发起了页面核身
      | maxFrequencyLimit          | 1                 |
      | failRedirectUrl            | {跳转地址}?fail=1 |
      | contextInfo.showResultPage | false             |
    而且 他在电脑上打开了链接
    而且 他点击了「手机号认证」
    当 他填写本人信息并同意
    那么 浏览器到了调用方的"{跳转地址}?fail=1"

  @V2-PAGE-19 @scan
  场景: 最后一次刷脸未通过，手机和电脑都说明原因
    依据: identity_service/sg2nty maxFrequencyLimit；本项目的选择：未通过时两边都看得到原因
    假如 一个刷脸不是本人的人
    而且 调用方为他发起了页面核身
      | maxFrequencyLimit | 1 |
    而且 他在电脑上打开了链接
    而且 他选择了快捷刷脸并通过了信息核验
    而且 他用手机浏览器扫描了二维码
    当 他在手机上眨眼完成刷脸
    那么 手机上的刷脸结果是未通过
    而且 页面的错误指出「由本人」
    当 他回到电脑前
    而且 他点击「查询认证结果」
    那么 页面是「认证结果」
    而且 认证结果是未通过
    而且 页面的错误指出「由本人」
    而且 页面提示错误30500052

  @V2-PAGE-20 @organization
  场景: 只提供法定代表人认证，经办人不是法定代表人，页面说明原因
    依据: paas_api/ioggbz availableAuthTypes；页面显示什么 Unknown，本项目的选择：说明为什么没有可选的方式
    假如 一个未实名的人
    而且 另有一个未实名的人
    而且 法定代表人是别人的一家企业
    而且 调用方为企业发起了企业页面核身
      | availableAuthTypes | ["LEGAL_REP_AUTH"] |
    而且 他在电脑上打开了链接
    当 他完成手机号认证
    而且 他填写企业信息并同意
    那么 页面是「选择企业认证方式」
    而且 页面没有「法定代表人认证」
    而且 页面的错误指出「法定代表人本人」

  @V2-PAGE-21
  场景: 只有一种方式时，没有切换认证方式
    依据: identity_service/sg2nty availableAuthTypes；本项目的选择：没有别的方式就不提供切换
    假如 一个未实名的人
    而且 调用方为他发起了页面核身
      | availableAuthTypes | ["PSN_TELECOM_AUTHCODE"] |
    而且 他在电脑上打开了链接
    当 他点击「手机号认证」
    那么 页面是「手机号认证」
    而且 页面没有「切换认证方式」
